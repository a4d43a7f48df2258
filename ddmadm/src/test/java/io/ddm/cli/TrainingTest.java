package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.training.Training;
import org.junit.jupiter.api.Test;

/** What the start-up cache is trained with. */
final class TrainingTest extends FakeDdmdTestCase {

    @Test
    void asksForWhatIsShownMost() {
        ddmd.with("/peers", "{}").with("/interfaces", "{}").with("/prefixes", "{}").with("/originated", "[]");
        Training.main(new String[]{"-a", "::1", "-p", ddmd.port()});
        assertThat(ddmd.requests).contains("GET /peers", "GET /interfaces", "GET /prefixes", "GET /originated");
    }
}

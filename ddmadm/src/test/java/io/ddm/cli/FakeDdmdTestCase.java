package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs commands against a fake daemon. */
abstract class FakeDdmdTestCase {

    FakeDdmd ddmd;

    @BeforeEach
    void start() throws IOException {
        ddmd = new FakeDdmd();
    }

    @AfterEach
    void stop() {
        ddmd.close();
    }

    /** Runs a command with the address and port of the fake daemon before it. */
    Run plain(String... args) {
        return Run.plain(
                Stream.concat(Stream.of("-a", "::1", "-p", ddmd.port()), Stream.of(args)).toArray(String[]::new));
    }

    /** Fails unless the command succeeds and prints exactly this. */
    void shows(String output, String... args) {
        assertThat(plain(args)).isEqualTo(new Run(0, output, ""));
    }
}

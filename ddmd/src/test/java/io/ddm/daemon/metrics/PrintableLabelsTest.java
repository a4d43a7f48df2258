package io.ddm.daemon.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.config.StatsConfig;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrintableLabelsTest {

    @Test
    void escapesLabels() {
        Metrics metrics = new Metrics(RouterConfig.of(new RouterId("s1\u001b[2J\u009b\n"), RouterKind.SERVER),
                new StatsConfig(0, false, Optional.empty(), Optional.empty()), "1");
        metrics.packetDropped("eth0\u001b", "too many");
        assertThat(new String(metrics.scrape(), UTF_8))
                .contains("router=\"s1\\\\u001b[2J\\\\u009b\\\\n\"", "link=\"eth0\\\\u001b\"")
                .matches("[\\n -~]*");
    }
}

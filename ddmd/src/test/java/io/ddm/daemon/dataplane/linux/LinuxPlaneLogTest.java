package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.linux.Namespace;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What operators read of refusals by the kernel. */
@Tag("namespace")
class LinuxPlaneLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("ddm.fib");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    /** As when a cable is cut: the kernel knows before the router has withdrawn the routes. */
    @Test
    void reportsRefusalsOnlyWhenTheyLast() throws Exception {
        Namespace.run(namespace -> {
            WeightedNextHop a = WeightedNextHop
                    .equalShare(new NextHop(namespace.cable("to-s1"), Ipv6Address.parse("fe80::a")));
            Prefix network = Prefix.parse("fd00:1::/64");
            try (Dataplane dataplane = LinuxPlane.open(error -> {})) {
                dataplane.apply(List.of(new FibChange(network, List.of(a))));
                Namespace.await().until(() -> dataplane.status().installed() == 1);

                namespace.ip("link set dev to-s1-far down");
                Namespace.await().until(() -> !dataplane.status().refusedNextHops().isEmpty());
                dataplane.apply(List.of(new FibChange(network, List.of())));
                Namespace.await()
                        .until(() -> dataplane.status().wanted() == 0
                                && dataplane.status().refusedNextHops().isEmpty());
                assertThat(logged()).noneMatch(line -> line.contains("refuse"));

                dataplane.apply(List.of(new FibChange(network, List.of(a))));
                Namespace.await()
                        .untilAsserted(() -> assertThat(logged()).anyMatch(line -> line
                                .contains("1 networks and 1 next hops are refused, such as fe80::a on to-s1: ")));
                assertThat(logged()).noneMatch(line -> line.contains("["));
            }
        });
    }

    private List<String> logged() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

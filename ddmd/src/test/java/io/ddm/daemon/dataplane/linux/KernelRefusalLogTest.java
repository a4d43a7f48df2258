package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import io.ddm.fsm.rib.FibChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What operators read of refusals. */
@Tag("namespace")
class KernelRefusalLogTest {

    private static final DataplaneStatus REFUSED = new DataplaneStatus(7, 6, 0,
            Map.of(Prefix.parse("fd00:2::/64"), "no usable next hop"),
            Map.of("fe80::1 on to-s1", "ENETDOWN: network is down"), 0, Optional.empty());

    private final Logger logger = (Logger) LoggerFactory.getLogger("ddm.fib");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void reportsOnlyWhatLasts() {
        KernelRefusalLog log = new KernelRefusalLog(() -> now);
        log.look(true, REFUSED);
        now += KernelRefusalLog.GRACE.toNanos() - 1;
        log.look(true, REFUSED);
        log.look(false, DataplaneStatus.EMPTY);
        now += 1;
        log.look(true, REFUSED);
        assertThat(logged()).isEmpty();
        now += KernelRefusalLog.GRACE.toNanos();
        log.look(true, REFUSED);
        log.look(true, REFUSED);
        log.look(false, DataplaneStatus.EMPTY);
        log.look(false, DataplaneStatus.EMPTY);
        assertThat(logged()).containsExactly(
                "data plane: the kernel refuses 1 networks and 1 next hops, such as fe80::1 on to-s1: ENETDOWN: network"
                        + " is down; trying again",
                "data plane: nothing is refused any more");
    }

    /** As when a cable is cut: the kernel knows before the router has withdrawn the routes. */
    @Test
    void aCutIsNoNewsAndARefusalThatLastsHasNames() throws Exception {
        Namespace.run(namespace -> {
            WeightedNextHop a = WeightedNextHop
                    .equalShare(new NextHop(namespace.cable("to-s1"), Ipv6Address.parse("fe80::a")));
            Prefix network = Prefix.parse("fd00:1::/64");
            try (RouteProgrammer programmer = RouteProgrammer.open(error -> {})) {
                programmer.apply(List.of(new FibChange(network, List.of(a))));
                Namespace.await().until(() -> programmer.status().installed() == 1);

                namespace.ip("link set dev to-s1-far down");
                Namespace.await().until(() -> !programmer.status().refusedNextHops().isEmpty());
                programmer.apply(List.of(new FibChange(network, List.of())));
                Namespace.await()
                        .until(() -> programmer.status().wanted() == 0
                                && programmer.status().refusedNextHops().isEmpty());
                assertThat(logged()).noneMatch(line -> line.contains("refuse"));

                programmer.apply(List.of(new FibChange(network, List.of(a))));
                Namespace.await()
                        .untilAsserted(() -> assertThat(logged()).anyMatch(line -> line.contains(
                                "the kernel refuses 1 networks and 1 next hops, such as fe80::a on to-s1: ")));
                assertThat(logged()).noneMatch(line -> line.contains("["));
            }
        });
    }

    private List<String> logged() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

package io.ddm.daemon.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ddm.fsm.model.Prefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What operators read of refusals. */
class RefusedRoutesLogTest {

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
    void reportsOnlyLastingRefusals() {
        RefusedRoutesLog log = new RefusedRoutesLog(() -> now);
        log.update(true, REFUSED);
        now += RefusedRoutesLog.GRACE.toNanos() - 1;
        log.update(true, REFUSED);
        log.update(false, DataplaneStatus.EMPTY);
        now += 1;
        log.update(true, REFUSED);
        assertThat(logged()).isEmpty();
        now += RefusedRoutesLog.GRACE.toNanos();
        log.update(true, REFUSED);
        log.update(true, REFUSED);
        log.update(false, DataplaneStatus.EMPTY);
        log.update(false, DataplaneStatus.EMPTY);
        assertThat(logged()).containsExactly(
                "data plane: 1 networks and 1 next hops are refused, such as fe80::1 on to-s1: ENETDOWN: network is"
                        + " down; retrying",
                "data plane: no route is refused any more");
    }

    private List<String> logged() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

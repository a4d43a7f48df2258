package io.ddm.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final PacedLog log = new PacedLog(logger(), nanos::get);

    @Test
    void theFirstOfAKindIsLoggedAndThenOneAMinuteThatCountsTheRest() {
        log.warn("eth0 reserved", "eth0: refused ::/0");
        log.warn("eth0 reserved", "eth0: refused ::/1");
        log.warn("eth1 reserved", "eth1: refused ::/0");
        nanos.addAndGet(PacedLog.PAUSE.toNanos() - 1);
        log.warn("eth0 reserved", "eth0: refused ::/2");
        nanos.addAndGet(1);
        log.warn("eth0 reserved", "eth0: refused ::/3");
        assertThat(logged()).containsExactly("eth0: refused ::/0", "eth1: refused ::/0",
                "eth0: refused ::/3 (and 2 more like this)");
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Logger logger() {
        Logger logger = new LoggerContext().getLogger("test");
        lines.start();
        logger.addAppender(lines);
        return logger;
    }
}

package io.ddm.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateLimitedLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Runnable> due = new ArrayList<>();
    private final RateLimitedLog log = new RateLimitedLog(logger(), (pause, task) -> due.add(task));

    @Test
    void logsFirstLinesAndSummarizesOthers() {
        for (int i = 0; i < RateLimitedLog.BURST; i++) {
            log.warn("eth0 reserved", "eth0: rejected ::/" + i);
        }
        assertThat(logged()).hasSize(RateLimitedLog.BURST);
        log.warn("eth0 reserved", "eth0: rejected ::/5");
        log.warn("eth0 reserved", "eth0: rejected ::/6");
        log.warn("eth0 reserved", "eth0: rejected ::/7");
        log.warn("eth1 reserved", "eth1: rejected ::/0");
        assertThat(logged()).hasSize(RateLimitedLog.BURST + 1).endsWith("eth1: rejected ::/0");
        windowEnds();
        assertThat(logged()).hasSize(RateLimitedLog.BURST + 2)
                .endsWith("eth0: rejected ::/7 (and 2 similar in the last 10 s)");
    }

    @Test
    void summarizesUntilQuiet() {
        for (int i = 0; i < 3000; i++) {
            int change = i;
            log.info("eth0", () -> "eth0: change " + change);
            if (i % 1000 == 999) {
                windowEnds();
            }
        }
        assertThat(logged()).hasSize(RateLimitedLog.BURST + 3)
                .endsWith("eth0: change 2999 (and 999 similar in the last 10 s)");
        log.info("eth0", () -> "eth0: the last");
        windowEnds();
        assertThat(logged()).endsWith("eth0: the last");
        windowEnds();
        assertThat(due).isEmpty();
        log.info("eth0", () -> "eth0: after a rest");
        assertThat(logged()).endsWith("eth0: after a rest");
    }

    private void windowEnds() {
        List<Runnable> ended = List.copyOf(due);
        due.clear();
        ended.forEach(Runnable::run);
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

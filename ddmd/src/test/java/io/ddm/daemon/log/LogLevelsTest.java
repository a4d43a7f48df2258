package io.ddm.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class LogLevelsTest {

    @Test
    void selectsLevelsByLogger() {
        assertThat(LogLevels.parse("").levels()).isEmpty();
        assertThat(LogLevels.parse("DEBUG").levels()).isEqualTo(Map.of("ROOT", Level.DEBUG));
        assertThat(LogLevels.parse("ddm.exchange=debug").levels()).isEqualTo(Map.of("ddm.exchange", Level.DEBUG));
        assertThat(LogLevels.parse("warn, ddm.exchange = Trace,ddm.fib=off").levels())
                .isEqualTo(Map.of("ROOT", Level.WARN, "ddm.exchange", Level.TRACE, "ddm.fib", Level.OFF));
    }

    @Test
    void writesWhatItReads() {
        assertThat(LogLevels.parse("ddm.fib=OFF, warn")).hasToString("warn,ddm.fib=off");
        assertThat(LogLevels.parse("ddm.fib=debug").over(LogLevels.parse("warn,ddm.fib=info,ddm.store=error")))
                .hasToString("warn,ddm.fib=debug,ddm.store=error");
        assertThat(LogLevels.DEFAULT).hasToString("info");
    }

    @Test
    void setsTheLevelsOfAllLoggers() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        try {
            LogLevels.parse("warn,ddm.fib=debug").apply();
            assertThat(context.getLogger("ddm.fib").getEffectiveLevel()).isEqualTo(Level.DEBUG);
            assertThat(context.getLogger("ddm.store").getEffectiveLevel()).isEqualTo(Level.WARN);
            LogLevels.parse("ddm.store=error").apply();
            assertThat(context.getLogger("ddm.fib").getEffectiveLevel()).isEqualTo(Level.INFO);
            assertThat(context.getLogger("ddm.store").getEffectiveLevel()).isEqualTo(Level.ERROR);
        } finally {
            LogLevels.DEFAULT.apply();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"loud | unknown level 'loud': levels are off, error", "ddm.exchange=loud | unknown level 'loud'",
                    "info,ddm.x=debug | unknown logger 'ddm.x': loggers are ddm.admin",
                    "ddmd=error,info | unknown logger 'ddmd'", "ddm.exchange= | unknown level ''"})
    void namesWhatItDoesNotKnow(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> LogLevels.parse(text)).withMessageContaining(message);
    }
}

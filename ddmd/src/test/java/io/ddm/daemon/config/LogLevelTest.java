package io.ddm.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogLevelTest {

    @Test
    void selectsLevelsByLogger() {
        assertThat(LogLevel.parse("")).isEqualTo(Map.of("ROOT", Level.INFO));
        assertThat(LogLevel.parse("DEBUG")).isEqualTo(Map.of("ROOT", Level.DEBUG));
        assertThat(LogLevel.parse("ddm.exchange=debug"))
                .isEqualTo(Map.of("ROOT", Level.INFO, "ddm.exchange", Level.DEBUG));
        assertThat(LogLevel.parse("warn, ddm.exchange = Trace,ddm.fib=off"))
                .isEqualTo(Map.of("ROOT", Level.WARN, "ddm.exchange", Level.TRACE, "ddm.fib", Level.OFF));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"loud | unknown level 'loud': levels are off, error", "ddm.exchange=loud | unknown level 'loud'",
                    "info,ddm.x=debug | unknown logger 'ddm.x': loggers are ddm.admin",
                    "ddmd=error,info | unknown logger 'ddmd'", "ddm.exchange= | unknown level ''"})
    void namesWhatItDoesNotKnow(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> LogLevel.parse(text)).withMessageContaining(message);
    }
}

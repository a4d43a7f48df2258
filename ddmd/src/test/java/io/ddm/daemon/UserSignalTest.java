package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Signals that the daemon handles itself. */
final class UserSignalTest {

    /** It is ignored by default, so that the process of the tests survives it in any case. */
    private static final String HARMLESS = "WINCH";

    @Test
    void actionKeepsProcessAlive() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        UserSignal.on(HARMLESS, () -> ran.complete(Thread.currentThread()));
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-" + HARMLESS, self).start().waitFor()).isZero();
        assertThat(ran.get(10, TimeUnit.SECONDS).isDaemon()).isFalse();
    }
}

package io.ddm.interop.bench.delay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** What the processes on nodes have in common: they stand for hosts that do not wait for our processors. */
final class NodeProcess {

    private NodeProcess() {}

    /**
     * Lets this process run before others, like the lab's wires. Without root that is not permitted, and stays undone.
     */
    static void take() throws IOException {
        try {
            new ProcessBuilder("chrt", "--all-tasks", "--fifo", "--pid", "1", "" + ProcessHandle.current().pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that lives as long as the input of this process. */
    static Thread endOfInput() {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits. */
    static void sleep(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    /** The wall clock, which is also the kernel's for its stamps, in nanoseconds. */
    static long wallNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}

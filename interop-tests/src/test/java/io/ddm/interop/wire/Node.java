package io.ddm.interop.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network namespace. What is opened in it stays there, whichever thread uses it. */
final class Node {

    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;

    private Node() {}

    /**
     * Runs something in a namespace, on a thread of its own, which then ends.
     *
     * @param namespace such as {@code /run/netns/s1}
     * @throws IOException if the namespace cannot be entered, or from what runs there
     */
    static <T> T inside(Path namespace, Callable<T> what) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(() -> {
            int fd = Libc.open(namespace.toString(), O_CLOEXEC);
            Libc.setns(fd, CLONE_NEWNET);
            Libc.close(fd);
            return what.call();
        });
        Thread.ofPlatform().name("inside " + namespace.getFileName()).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(cause.getMessage(), cause);
        }
    }
}

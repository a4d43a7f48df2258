package io.ddm.daemon.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace without a name: that of one thread, of what it starts and of the sockets it opens. It ends with
 * them, so nothing can be left behind. Its tests have the tag {@code namespace}, which gives each class a JVM of its
 * own.
 */
public final class Namespace {

    private static final int CLONE_NEWNET = 0x40000000;

    /** What runs in a namespace. */
    public interface Body {
        /** Runs there. */
        void run(Namespace namespace) throws Exception;
    }

    private Namespace() {}

    /** Runs the body in a new namespace. Where none can be created, the test is skipped. */
    public static void run(Body body) throws Exception {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name("namespace").start(() -> {
            try {
                int errno = unshare();
                String reason = "a network namespace needs root, try unshare -rn: " + Errno.text(errno);
                Assumptions.assumeTrue(errno == 0, reason);
                body.run(new Namespace());
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        thread.join();
        switch (failure.get()) {
            case null -> {
                // Passed.
            }
            case Error e -> throw e;
            case Exception e -> throw e;
            case Throwable e -> throw new AssertionError(e);
        }
    }

    /** Waits on this thread, so that what the condition starts is in the namespace. */
    public static ConditionFactory await() {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10));
    }

    /** What {@code ip} prints; a failure fails the test. */
    public String ip(String arguments) {
        return execute("ip " + arguments);
    }

    public String execute(String commandLine) {
        try {
            List<String> command = new ArrayList<>(List.of(commandLine.split(" ")));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s: %s", commandLine, output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(commandLine, e);
        }
    }

    /**
     * Two ends of a cable, {@code NAME} and {@code NAME-far}, up, without addresses.
     *
     * @return the index of {@code NAME}
     */
    public int cable(String name) {
        ip("link add name " + name + " type veth peer name " + name + "-far");
        for (String end : List.of(name, name + "-far")) {
            ip("link set dev " + end + " addrgenmode none up");
        }
        return index(name);
    }

    public int index(String name) {
        return Integer.parseInt(ip("-o link show dev " + name).split(":", 2)[0]);
    }

    private static int unshare() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle unshare = linker.downcallHandle(linker.defaultLookup().findOrThrow("unshare"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        return (int) unshare.invokeExact(CLONE_NEWNET) == 0 ? 0 : Errno.EPERM;
    }
}

package io.ddm.daemon.warmup;

import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.admin.AdminServer;
import io.ddm.daemon.admin.OriginChanges;
import io.ddm.daemon.admin.PrefixHandlers;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.RefusalObserver;
import io.ddm.daemon.store.OriginStore;
import io.ddm.daemon.store.VolatileStore;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.RouterKind;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server, a transit and another server in a row, within this process. What the first one originates is asked of it
 * over its admin API and stored; the last one programs it into no kernel. Used by one thread.
 */
final class PrivateNetwork implements AutoCloseable {

    /** Bound on each step. */
    private static final Duration STEP = Duration.ofSeconds(10);

    /** Bound on the end, all steps together. */
    private static final Duration END = Duration.ofSeconds(5);

    private static final Path CONNECTIONS = Path.of("/proc/self/net");

    private static final String SOCKET = "admin.sock";

    /** Whatever it leaves in its directory. */
    private static final List<String> FILES = List.of(SOCKET, "originated.log", "originated.log.part",
            "originated.lock");

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Semaphore programmed = new Semaphore(0);
    private final ChangeRequests client;
    private long deadline;

    private PrivateNetwork(Path directory, long deadline) throws IOException, InterruptedException {
        this.deadline = deadline;
        try {
            client = build(directory);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /**
     * Makes it, and connects the routers.
     *
     * @param directory for its files; what a crash left of them is deleted now, and the directory at the end
     * @param deadline when no change can be made any more, in the time of {@link System#nanoTime}
     */
    static PrivateNetwork open(Path directory, long deadline) throws IOException, InterruptedException {
        return new PrivateNetwork(directory, deadline);
    }

    private ChangeRequests build(Path directory) throws IOException, InterruptedException {
        delete(directory);
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER));
        opened.push(() -> delete(directory));
        Vertx vertx = Vertx.vertx(AdminLoop.options());
        opened.push(() -> await(vertx.close().toCompletionStage()));
        Context context = vertx.getOrCreateContext();
        AdminLoop loop = await(AdminLoop.open(vertx, context).toCompletionStage());
        int port = freePort();
        OwnConnections own = new OwnConnections(CONNECTIONS);
        PrivateRouter server = router(
                new PrivateRouter(vertx, context, "s1", RouterKind.SERVER, port, own, effect -> {}));
        PrivateRouter transit = router(
                new PrivateRouter(vertx, context, "t1", RouterKind.TRANSIT, port, own, effect -> {}));
        PrivateRouter far = router(new PrivateRouter(vertx, context, "s2", RouterKind.SERVER, port, own, this::done));
        PrivateRouter.connect("near", server, 1, transit, 2);
        PrivateRouter.connect("far", transit, 3, far, 4);

        OriginStore store = VolatileStore.open(directory);
        opened.push(store);
        // The disk worker has ended before the store.
        opened.push(() -> await(vertx.createSharedWorkerExecutor(OriginChanges.DISK, 1)
                .executeBlocking(() -> true, AdminResources.UNORDERED)
                .toCompletionStage()));
        AdminResources resources = AdminResources.of(loop, RefusalObserver.NONE);
        RouterCalls calls = new RouterCalls(loop, server::execute, server.driver());
        OriginChanges changes = new OriginChanges(resources, calls, store, new Unobserved());
        AdminServer admin = new AdminServer(resources, List.of(new PrefixHandlers(resources, calls, changes)),
                AdminAccess.OPEN);
        // In a directory of our own, since there is no other access control.
        SocketFile socket = new SocketFile(new AccessConfig.UnixSocket(directory.resolve(SOCKET), OWNER));
        await(admin.listen(socket).toCompletionStage());
        opened.push(() -> await(admin.close().toCompletionStage()));
        ChangeRequests connected = new ChangeRequests(socket.path(), Math.max(0, deadline - System.nanoTime()));
        opened.push(connected);
        return connected;
    }

    private PrivateRouter router(PrivateRouter router) {
        opened.push(router);
        opened.push(() -> await(router.closeSockets().toCompletionStage()));
        return router;
    }

    /** A failure is logged once, as the reason why there is no warm-up. */
    private static final class Unobserved implements OriginChanges.ChangeObserver {

        @Override
        public void changed(HttpCall call, String what, Collection<?> destinations) {
            // It is counted and logged nowhere.
        }

        @Override
        public void failed(HttpCall call, Throwable cause) {
            // The answer says it.
        }
    }

    /**
     * Originates a prefix for an even number, withdraws it for the next one, and waits until the last router has
     * followed.
     */
    void change(int number) throws IOException, InterruptedException {
        client.request(number % 2 == 0 ? "PUT" : "DELETE", "[\"fd00:" + Integer.toHexString(number / 2) + "::/64\"]");
        if (!programmed.tryAcquire(left(), TimeUnit.NANOSECONDS)) {
            throw new IOException("a change did not arrive in time");
        }
        programmed.drainPermits();
    }

    private void done(Effect effect) {
        if (effect instanceof Effect.Program) {
            programmed.release();
        }
    }

    @Override
    public void close() throws IOException {
        // Closing waits for threads, which an interrupt would cut short.
        boolean interrupted = Thread.interrupted();
        deadline = System.nanoTime() + END.toNanos();
        IOException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IOException(e) : failure;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** How long the next step may take, in ns. */
    private long left() {
        return Math.clamp(deadline - System.nanoTime(), 0, STEP.toNanos());
    }

    private <T> T await(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the private routers did not start or stop in time", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, LOOPBACK)) {
            return any.getLocalPort();
        }
    }

    /** Nothing that is not ours, and nothing behind a link. */
    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            for (String file : FILES) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        }
    }
}

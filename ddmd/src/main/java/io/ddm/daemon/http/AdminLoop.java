package io.ddm.daemon.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.function.Supplier;

/**
 * The event loop of every listener for operators: requests, TLS handshakes and replies are handled here, never on the
 * router's event loop. Any thread may call the methods.
 */
public final class AdminLoop {

    private final Vertx vertx;
    private final Context context;

    private AdminLoop(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    /** Options of a Vert.x with two event loops, the router's and this one, and without what neither needs. */
    public static VertxOptions options() {
        return new VertxOptions().setEventLoopPoolSize(2)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /**
     * Reserves an event loop.
     *
     * @param router the router's context, which was created immediately before, so that the next event loop is another
     * @return fails if this is the router's event loop nevertheless, since {@code vertx} has only one
     */
    public static Future<AdminLoop> open(Vertx vertx, Context router) {
        Promise<AdminLoop> opened = Promise.promise();
        return vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                opened.complete(new AdminLoop(vertx, context));
                return Future.succeededFuture();
            }
        }).compose(deployed -> opened.future()).compose(loop -> loop.isApartFrom(router));
    }

    private Future<AdminLoop> isApartFrom(Context router) {
        Promise<AdminLoop> checked = Promise.promise();
        context.runOnContext(ours -> {
            Thread thread = Thread.currentThread();
            router.runOnContext(theirs -> {
                if (thread.equals(Thread.currentThread())) {
                    checked.fail("the admin API needs an event loop of its own");
                } else {
                    checked.complete(this);
                }
            });
        });
        return checked.future();
    }

    /** The Vert.x instance that the loop belongs to. */
    public Vertx vertx() {
        return vertx;
    }

    /** Runs a task on the loop, later. */
    public void run(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** Runs a task on the loop, later; the result completes there. */
    public <T> Future<T> call(Supplier<Future<T>> task) {
        Promise<T> result = Promise.promise();
        run(() -> task.get().onComplete(result));
        return result.future();
    }

    /** The same result, completed on the loop. */
    public <T> Future<T> completing(Future<T> elsewhere) {
        Promise<T> result = Promise.promise();
        elsewhere.onComplete(done -> run(() -> result.handle(done)));
        return result.future();
    }
}

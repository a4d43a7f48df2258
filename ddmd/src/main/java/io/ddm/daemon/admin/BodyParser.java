package io.ddm.daemon.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parses the bodies of requests on workers: one at a time, and small ones never wait for a large one. */
final class BodyParser {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private static final int SMALL_BYTES = 64 * 1024;

    private final WorkerExecutor small;
    private final WorkerExecutor large;

    BodyParser(Vertx vertx) {
        small = vertx.createSharedWorkerExecutor("parse-small", 1);
        large = vertx.createSharedWorkerExecutor("parse-large", 1);
    }

    /**
     * The meaning of a body.
     *
     * @param <T> what it means
     */
    interface Reading<T> {
        /**
         * Parses it.
         *
         * @throws BadJsonException if it is invalid; the message is for the client
         */
        T read(byte[] body) throws BadJsonException;
    }

    /** Parses the body of a call and passes it on, or answers the call with 400. */
    <T> void parse(HttpCall call, Reading<T> reading, Consumer<T> next) {
        WorkerExecutor worker = call.body().length() <= SMALL_BYTES ? small : large;
        worker.executeBlocking(() -> reading.read(call.body().getBytes()), AdminResources.UNORDERED)
                .onSuccess(next::accept)
                .onFailure(e -> {
                    if (e instanceof BadJsonException bad) {
                        call.error(400, bad.getMessage());
                    } else {
                        LOG.error("{} {}: the body cannot be parsed", call.request().method(), call.request().path(),
                                e);
                        call.error(500, "Internal Server Error");
                    }
                });
    }
}

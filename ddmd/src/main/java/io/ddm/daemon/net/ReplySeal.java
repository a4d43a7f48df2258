package io.ddm.daemon.net;

import io.vertx.core.http.HttpServerResponse;

/** What an answer gets before it leaves, its other headers being set: a proof that it is ours, or nothing. */
interface ReplySeal {

    /** For an exchange without keys. */
    ReplySeal NONE = (response, status, body) -> {};

    /** Marks an answer with this status and body. */
    void mark(HttpServerResponse response, int status, byte[] body);
}

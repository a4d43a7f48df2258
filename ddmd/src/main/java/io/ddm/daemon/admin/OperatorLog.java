package io.ddm.daemon.admin;

import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.metrics.PrintableAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every change that an operator made, at info: who, and what. */
public final class OperatorLog {

    /** Upper bound on the changed items that a line names. */
    private static final int MAX_NAMED = 3;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private OperatorLog() {}

    /** A change of several things, none of them a secret. */
    public static void changed(HttpCall call, String what, Collection<?> things) {
        if (LOG.isInfoEnabled()) {
            String named = things.stream().limit(MAX_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            String more = things.size() > MAX_NAMED ? ", ..." : "";
            changed(call, what + " " + things.size() + (things.isEmpty() ? "" : ": " + named + more));
        }
    }

    /** A change. */
    public static void changed(HttpCall call, String what) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{}: {}", who(call.request()), what);
        }
    }

    /** Where the request came from, and what it showed. Without a flag that asks for credentials they prove nothing. */
    private static String who(HttpServerRequest request) {
        return source(request.remoteAddress()) + certificate(request.isSSL() ? request.sslSession() : null)
                + (request.headers().contains("authorization") ? ", token" : "");
    }

    /** Like {@code [::1]:52518}. */
    private static String source(@Nullable SocketAddress from) {
        return from == null || from.hostAddress() == null
                ? "unix socket"
                : PrintableAddress.bracketed(from.hostAddress()) + ":" + from.port();
    }

    private static String certificate(@Nullable SSLSession session) {
        if (session == null) {
            return "";
        }
        try {
            return ", certificate of " + session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return ", TLS";
        }
    }
}

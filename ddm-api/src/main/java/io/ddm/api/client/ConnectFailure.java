package io.ddm.api.client;

import io.ddm.api.client.AdminClientException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Classifies failed attempts to connect. The JDK has no types for most causes, so the kernel's text decides. */
final class ConnectFailure {

    private ConnectFailure() {}

    /** The failure of an attempt to connect over TCP: nothing has been sent. */
    static AdminClientException overTcp(IOException e) {
        if (e instanceof UnknownHostException) {
            return new AdminClientException(Kind.UNKNOWN_HOST, "unknown host", e);
        }
        String message = message(e);
        Kind kind = message.equals("connection refused") ? Kind.NOT_LISTENING : Kind.UNREACHABLE;
        return new AdminClientException(kind, message, e);
    }

    /** The failure of an attempt to connect to a unix socket: nothing has been sent. */
    static AdminClientException overSocket(IOException e) {
        String message = message(e);
        Kind kind = switch (message) {
            case "connection refused" -> Kind.STALE_SOCKET;
            case "no such file or directory", "not a directory" -> Kind.NO_SOCKET;
            case "permission denied" -> Kind.SOCKET_DENIED;
            default -> Kind.UNREACHABLE;
        };
        return new AdminClientException(kind, message, e);
    }

    /** Whether only attempts to connect throw exceptions of this type. */
    static boolean isOne(IOException e) {
        return e instanceof ConnectException || e instanceof NoRouteToHostException
                || e instanceof PortUnreachableException || e instanceof UnknownHostException;
    }

    /** The message with a lower-case first letter; the name of the class if there is none. */
    static String message(IOException e) {
        String message = e.getMessage() == null || e.getMessage().isEmpty()
                ? e.getClass().getSimpleName()
                : e.getMessage();
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}

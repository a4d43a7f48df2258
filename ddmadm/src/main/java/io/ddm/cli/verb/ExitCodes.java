package io.ddm.cli.verb;

import io.ddm.api.client.AdminClientException;

/** The exit codes, the same for every verb. */
public final class ExitCodes {

    /** Done. */
    public static final int SUCCESS = 0;
    /** It was tried and failed, or two things that were compared differ. */
    public static final int FAILURE = 1;
    /** The arguments are invalid; nothing was sent. */
    public static final int INVALID_ARGUMENTS = 2;
    /** No daemon answered. */
    public static final int UNREACHABLE = 3;
    /** The daemon answered that it does not do it. */
    public static final int REFUSED = 4;
    /** What was asked for is not there. */
    public static final int NOT_FOUND = 5;
    /** What was waited for has not happened in time. */
    public static final int TIMED_OUT = 6;
    /** Nothing failed, but there are warnings, and the arguments say that they count. */
    public static final int WARNINGS = 10;
    /** What a shell reports for a program that SIGPIPE (13) ended: the reader of its output, such as head, is gone. */
    public static final int OUTPUT_CLOSED = 128 + 13;

    /** All of them, for the help. */
    public static final String LIST = "Exit codes: 0 success, 1 failure, 2 invalid arguments, 3 daemon unreachable, 4"
            + " refused by the daemon, 5 not found, 6 timed out, 10 warnings, 141 output closed.";

    private ExitCodes() {}

    /** The exit code of a request that failed. */
    public static int of(AdminClientException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, UNKNOWN_HOST, INVALID_ZONE, NOT_LISTENING, STALE_SOCKET, NO_SOCKET, SOCKET_DENIED,
                    TIMEOUT, UNTRUSTED, WRONG_NAME, BROKEN, ENDED, UNEXPECTED ->
                UNREACHABLE;
            case UNAUTHORIZED, FORBIDDEN, REFUSED, UNAVAILABLE, NO_SPACE -> REFUSED;
            case FAILED -> FAILURE;
        };
    }
}

package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.daemon.http.HttpCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that several operations give. */
public final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private Replies() {}

    /** 204 to a change, with the number of items that it changed. */
    public static void changed(HttpCall call, long count) {
        call.request().response().putHeader(AdminApi.CHANGED_HEADER, Long.toString(count));
        call.noContent();
    }

    /** Logs an error of ours. */
    static void log(HttpCall call, Throwable cause) {
        LOG.error("{} {} failed: {}", call.request().method(), call.request().path(), cause.getMessage());
    }

    /** An error that the client is not to blame for: logged, and answered with its message. */
    public static void failed(HttpCall call, int status, Throwable cause) {
        log(call, cause);
        call.error(status, String.valueOf(cause.getMessage()));
    }
}

package io.ddm.daemon.log;

import java.util.List;

/**
 * The loggers of the daemon, by subsystem. Classes name theirs by its text, since the data plane knows no other
 * package.
 */
public final class LogNames {

    /** Every logger, as {@code DDM_LOG} selects it. */
    public static final List<String> ALL = List.of("ddm.admin", "ddm.daemon", "ddm.discovery", "ddm.exchange",
            "ddm.fib", "ddm.health", "ddm.links", "ddm.metrics", "ddm.session", "ddm.store");

    private LogNames() {}
}

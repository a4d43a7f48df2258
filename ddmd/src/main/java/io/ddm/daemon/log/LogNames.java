package io.ddm.daemon.log;

import java.util.List;

/**
 * The loggers of the daemon, by subsystem. Classes use literals, because the data plane may not import this package.
 */
public final class LogNames {

    /** Every logger, as {@code DDM_LOG} selects it. */
    public static final List<String> ALL = List.of("ddm.admin", "ddm.daemon", "ddm.discovery", "ddm.exchange",
            "ddm.fib", "ddm.health", "ddm.links", "ddm.metrics", "ddm.probes", "ddm.recorder", "ddm.session",
            "ddm.store");

    private LogNames() {}
}

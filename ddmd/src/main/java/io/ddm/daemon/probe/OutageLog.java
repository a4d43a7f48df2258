package io.ddm.daemon.probe;

import io.ddm.daemon.log.RateLimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a peer cannot be probed, logged once until it answers again. */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.probes");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    private final String name;
    private boolean isLogged;

    OutageLog(String name) {
        this.name = name;
    }

    void warn(String line) {
        if (!isLogged) {
            isLogged = true;
            PACED.warn(name + " probes", name + ": " + line + "; its state is not updated until that works");
        }
    }

    void ended() {
        isLogged = false;
    }
}

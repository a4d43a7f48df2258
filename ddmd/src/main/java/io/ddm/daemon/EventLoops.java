package io.ddm.daemon;

import io.ddm.daemon.http.AcceptLimit;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.http.ProgressMonitor;
import io.ddm.daemon.http.RefusalObserver;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two event loops: the router's, and the one of every listener for operators. */
final class EventLoops {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** Its share of the 2 s in which a stop is promised. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    private EventLoops() {}

    /**
     * Starts them.
     *
     * @param refusals of connections
     */
    static Vertx open(FaultPolicy faults, RefusalObserver refusals) {
        // Addresses are literals; without this Vert.x would start a DNS resolver.
        System.setProperty("vertx.disableDnsResolver", "true");
        Vertx vertx = Vertx.builder()
                .with(AdminLoop.options())
                .withTransport(AcceptLimit.transport(AcceptLimit.MAX_CONNECTIONS,
                        ProgressMonitor.Timeouts.DEFAULT.reply(), refusals))
                .build();
        vertx.exceptionHandler(e -> {
            if (e instanceof VirtualMachineError) {
                faults.thread(e);
            } else {
                LOG.error("a task of an event loop failed", e);
            }
        });
        return vertx;
    }

    /** Ends them. */
    static void close(Vertx vertx) {
        BlockingWait.settle(vertx.close().toCompletionStage(), CLOSE_TIMEOUT, "connections were not all closed");
    }
}

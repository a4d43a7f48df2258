package io.ddm.daemon.probe;

import io.ddm.daemon.linux.NetlinkException;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.model.Ipv6Address;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes peers, and reports which of them answer and how far away they are. Methods return at once and may be called by
 * any thread.
 */
public final class Prober implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.probes");

    /** {@link #close} waits so long for a turn that is under way. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(100);

    private final ProbeSubscribers subscribers;
    private final @Nullable ProbeLoop loop;
    private final @Nullable Thread thread;

    private Prober(ProbeSubscribers subscribers, @Nullable ProbeLoop loop, Consumer<Throwable> died) {
        this.subscribers = subscribers;
        this.loop = loop;
        this.thread = loop == null
                ? null
                : Thread.ofPlatform().daemon().name("probes").unstarted(() -> run(loop, died));
    }

    /**
     * Starts to probe, in the network namespace of the calling thread.
     *
     * @param failureDetectionTime within which a silent peer is found out, at least 100 ms; zero to probe nothing
     * @param listener called on the prober's thread with what changed, never with an empty list; must not block
     * @param died called on that thread when it ends by an error: nothing is probed any more
     * @throws NetlinkException if the kernel has no descriptor left
     */
    public static Prober open(Duration failureDetectionTime, Consumer<List<PeerProbe>> listener,
            Consumer<Throwable> died) throws NetlinkException {
        ProbeSubscribers subscribers = new ProbeSubscribers();
        ProbeLoop loop = failureDetectionTime.isZero()
                ? null
                : new ProbeLoop(failureDetectionTime.toNanos(), listener, subscribers);
        Prober prober = new Prober(subscribers, loop, died);
        if (prober.thread != null) {
            prober.thread.start();
        }
        return prober;
    }

    /**
     * Probes a peer from now on, instead of one that was probed on the same interface.
     *
     * @param name of the interface
     * @param address ours on it
     * @param peer the peer's
     * @param epoch of the session with it, which every report repeats
     */
    public void start(String name, int interfaceIndex, Ipv6Address address, Ipv6Address peer, long epoch) {
        if (loop != null) {
            loop.submit(new ProbeLoop.Start(name, interfaceIndex, address, peer, epoch));
        }
    }

    /** Ends probing on an interface. A report that is on its way may still come. */
    public void stop(String name) {
        if (loop != null) {
            loop.submit(new ProbeLoop.Stop(name));
        }
    }

    /** What is known of all peers; at most a second old, and as new as the latest change of a state. */
    public ProbeReport report() {
        return loop == null ? ProbeReport.NONE : loop.report();
    }

    /**
     * Calls a consumer with every probe that is answered or lost from now on, on the prober's thread. It must not
     * block, and it is called no more after it has thrown an exception.
     *
     * @return ends the calls
     */
    public ProbeSubscription subscribe(Consumer<ProbeRecord> consumer) {
        return subscribers.add(consumer);
    }

    @Override
    public void close() {
        if (loop != null && thread != null) {
            loop.close();
            try {
                if (!thread.join(CLOSE_TIMEOUT)) {
                    LOG.warn("probes: not ended after {} ms", CLOSE_TIMEOUT.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void run(ProbeLoop loop, Consumer<Throwable> died) {
        try {
            loop.run();
        } catch (Throwable e) {
            died.accept(e);
        }
    }
}

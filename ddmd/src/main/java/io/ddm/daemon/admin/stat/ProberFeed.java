package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.api.admin.stat.RoundTrip;
import io.ddm.daemon.core.Driver;
import io.ddm.daemon.probe.ProbeRecord;
import io.ddm.daemon.probe.ProbeSubscription;
import io.ddm.daemon.probe.Prober;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The probes of the prober, which has a thread of its own. While no reader follows, none is passed on. */
public final class ProberFeed implements ProbeFeed {

    private final Prober prober;
    private final boolean isProbing;
    private final Executor loop;
    private final Supplier<Driver> router;
    private final long started = System.nanoTime();
    private @Nullable ProbeSubscription subscription;

    /**
     * @param isProbing whether the configuration has a failure detection time
     * @param loop the router's event loop
     * @param router knows the names of peers
     */
    public ProberFeed(Prober prober, boolean isProbing, Executor loop, Supplier<Driver> router) {
        this.prober = prober;
        this.isProbing = isProbing;
        this.loop = loop;
        this.router = router;
    }

    @Override
    public boolean isProbing() {
        return isProbing;
    }

    @Override
    public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    @Override
    public void subscribe(Consumer<ProbeMessage.Result> outlet) {
        unsubscribe();
        subscription = prober.subscribe(probe -> loop.execute(() -> outlet.accept(result(probe))));
    }

    @Override
    public void unsubscribe() {
        ProbeSubscription ended = subscription;
        subscription = null;
        if (ended != null) {
            ended.close();
        }
    }

    private ProbeMessage.Result result(ProbeRecord probe) {
        String host = router.get()
                .interfaces()
                .stream()
                .filter(link -> link.name().equals(probe.name()))
                .flatMap(link -> link.peer().stream())
                .filter(peer -> peer.address().equals(probe.peer()))
                .findFirst()
                .map(peer -> peer.id().value())
                .orElseGet(() -> probe.peer().toString());
        RoundTrip times = new RoundTrip(probe.acked() ? ForwardingView.micros(probe.netRtt(), 0) : OptionalLong.empty(),
                probe.acked() ? ForwardingView.micros(probe.rtt(), 0) : OptionalLong.empty(),
                ForwardingView.micros(probe.average(), 1), ForwardingView.micros(probe.deviation(), 1));
        return new ProbeMessage.Result(
                Math.max(0, TimeUnit.NANOSECONDS.toMillis(probe.startedAt() - started)), probe.name(),
                probe.sequence(), times, probe.peer(), host, !probe.acked());
    }
}

package io.ddm.interop.jmh;

import io.ddm.fsm.ReportVersions;
import io.ddm.fsm.Router;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The core of t1 in virtual time, in session with both peers, without sockets and kernel. A push to s2 can be kept
 * under way, so that importing is measured apart from advertising.
 */
final class Transit {

    static final String TO_ORIGIN = "eth0";
    private static final String TO_OTHER = "eth1";

    /** No timer of the router interrupts: time passes so that what comes and goes in each call does not flap. */
    private static final Timers TIMERS = new Timers(Duration.ofDays(100_000), Duration.ofDays(300_000), Duration.ZERO);
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(11);

    private final Router router = new Router(RouterConfig.of(Samples.ID, RouterKind.TRANSIT).withTimers(TIMERS));
    private final Deque<Event> answers = new ArrayDeque<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final PathVector marker = Samples.marker();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean isMarked;
    private boolean isKeeping;
    private @Nullable Event kept;
    private long requests;
    private long advertised;

    Transit() {
        connect(TO_ORIGIN, 2, Samples.ORIGIN);
        connect(TO_OTHER, 3, Samples.OTHER);
        keepPush();
    }

    private void connect(String name, int index, PeerIdentity peer) {
        handle(new Event.InterfaceConfigured(name));
        handle(new Event.InterfaceReady(name, index, Ipv6Address.parse("fe80::a")));
        handle(new Event.PacketReceived(name, peer, false, true));
        settle();
        if (!epochs.containsKey(name)) {
            throw new IllegalStateException("no session with " + peer);
        }
    }

    /** Hands over an event and all that follows at once. */
    void handle(Event event) {
        answers.add(event);
        settle();
    }

    private void settle() {
        while (!answers.isEmpty() || router.isBusy()) {
            Event next = answers.poll();
            List<Effect> effects = router.handle(next == null ? new Event.Tick() : next, now);
            for (Effect effect : effects) {
                carryOut(effect);
            }
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.OpenInterface open -> answers.add(new Event.InterfaceOpened(open.name(), open.epoch()));
            case Effect.Pull pull ->
                answers.add(new Event.PullUnchanged(pull.name(), pull.epoch(), Samples.CAPABILITIES));
            case Effect.Probe probe -> {
                epochs.put(probe.name(), probe.epoch());
                answers.add(probed(probe.name(), 50));
            }
            case Effect.Push push -> {
                advertised += push.update().size();
                Event completed = new Event.PushCompleted(push.name(), push.epoch());
                if (isKeeping) {
                    kept = completed;
                } else {
                    answers.add(completed);
                }
            }
            default -> {
                // Nothing waits for it.
            }
        }
    }

    /** What a probe of a peer shows. */
    Event probed(String name, long micros) {
        return new Event.PeersProbed(List.of(new PeerProbe(name, epochs.getOrDefault(name, 0L), ProbeState.OK,
                PathDelay.ofMicros(micros))));
    }

    /** How often what it reports has changed: a hello of a peer counts as liveness, a probe of one as interfaces. */
    ReportVersions versions() {
        return router.reports().versions();
    }

    /** A push of t2 arrives. */
    void push(Update update) {
        handle(new Event.PushReceived(TO_ORIGIN, Samples.ORIGIN.address(), update, ++requests));
    }

    /** Later, a push to s2 is under way, and none is acknowledged until {@link #release}. */
    void keepPush() {
        now = now.plus(BETWEEN_CALLS);
        isKeeping = true;
        push(isMarked ? new Update(List.of(), List.of(marker)) : new Update(List.of(marker), List.of()));
        isMarked = !isMarked;
        if (kept == null) {
            throw new IllegalStateException("no push is under way");
        }
        advertised = 0;
    }

    /** Pushes are acknowledged, so that all is advertised. */
    void release() {
        isKeeping = false;
        Event completed = kept;
        kept = null;
        if (completed != null) {
            handle(completed);
        }
    }

    /**
     * Looks whether a call did what it should.
     *
     * @throws IllegalStateException if t1 has not so many routes, or s2 was not sent so many paths
     */
    void check(int routes, long paths) {
        int found = router.reports().fib().size() - (isMarked ? 1 : 0);
        if (found != routes || advertised != paths) {
            throw new IllegalStateException("%d routes and %d paths advertised, not %d and %d".formatted(found,
                    advertised, routes, paths));
        }
    }
}

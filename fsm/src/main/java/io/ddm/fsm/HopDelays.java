package io.ddm.fsm;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.delay.SmoothedDelay;
import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The delays of our hops to the peers as they are used: each follows what is measured, at most one step a second. */
final class HopDelays {

    /** Time between steps in one direction. */
    private static final Duration STEP = Duration.ofSeconds(1);

    /**
     * Time between steps once one went back, which is what happens if traffic answers. Busy flows follow weights 3 s
     * late, and an average shows it a second after that; a step before would answer what has already been answered, and
     * so on to and fro.
     */
    private static final Duration SETTLE = Duration.ofSeconds(6);

    /**
     * After so long without a step the next one is a large one again, since what made steps small is over; twice as
     * long for each time they were halved.
     */
    private static final Duration REST = Duration.ofSeconds(10);

    private record Hop(PeerProbe probe, SmoothedDelay smoothed, Instant due) {

        boolean isSettled() {
            return smoothed.isSettled(probe.delay()) && !smoothed.isMoving();
        }

        Hop step(Instant now) {
            if (isSettled() || now.isBefore(due)) {
                return this;
            }
            Duration rest = REST.multipliedBy(1L << smoothed.halvings());
            boolean hasRested = !smoothed.isMoving() && due.plus(rest).isBefore(now);
            SmoothedDelay from = hasRested ? SmoothedDelay.at(smoothed.used()) : smoothed;
            SmoothedDelay next = from.step(probe.delay());
            return new Hop(probe, next, now.plus(next.halvings() > 0 ? SETTLE : STEP));
        }
    }

    private final SortedMap<String, Hop> hops = new TreeMap<>();

    /** Probes of a peer show this now. */
    void probed(PeerProbe probe) {
        Hop before = hops.get(probe.name());
        if (before == null || before.probe.epoch() != probe.epoch()) {
            hops.put(probe.name(), new Hop(probe, SmoothedDelay.UNKNOWN, Instant.EPOCH));
            return;
        }
        // What was measured stands until something else is. A peer that has failed or is not probed for a while is out
        // of use by its rank; without a delay it would also change the shares of those that carry.
        PathDelay delay = probe.delay().isKnown() ? probe.delay() : before.probe.delay();
        hops.put(probe.name(), new Hop(new PeerProbe(probe.name(), probe.epoch(), probe.state(), delay),
                before.smoothed, before.due));
    }

    /** Only of these sessions, by interface and epoch, anything is kept. */
    void retain(BiPredicate<String, Long> isInSession) {
        hops.entrySet().removeIf(hop -> !isInSession.test(hop.getKey(), hop.getValue().probe.epoch()));
    }

    /** What probes of this session's peer have shown last. */
    Optional<PeerProbe> find(String name, long epoch) {
        return Optional.ofNullable(hops.get(name)).map(Hop::probe).filter(probe -> probe.epoch() == epoch);
    }

    /** The delay of the hop in this session as it is used. */
    PathDelay used(String name, long epoch) {
        return Optional.ofNullable(hops.get(name))
                .filter(hop -> hop.probe.epoch() == epoch)
                .map(hop -> hop.smoothed.used())
                .orElse(PathDelay.UNKNOWN);
    }

    /** Makes the steps that are due. */
    void step(Instant now) {
        hops.replaceAll((name, hop) -> hop.step(now));
    }

    /** When {@link #step} has something to do; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant earliest = Instant.MAX;
        for (Hop hop : hops.values()) {
            if (!hop.isSettled() && hop.due.isBefore(earliest)) {
                earliest = hop.due;
            }
        }
        return earliest;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.parts("hops", hops.values(), HopDelays::archive, hop -> hops.put(hop.probe.name(), hop));
    }

    private static Hop archive(Archive archive, Optional<Hop> now) {
        Hop hop = now.orElse(new Hop(new PeerProbe("", 0, ProbeState.UNKNOWN, PathDelay.UNKNOWN), SmoothedDelay.UNKNOWN,
                Instant.EPOCH));
        SmoothedDelay smoothed = hop.smoothed;
        return new Hop(archive.value("probe", PeerProbe.class, hop.probe),
                new SmoothedDelay(new PathDelay(archive.number("used", smoothed.used().micros())),
                        archive.number("shift", smoothed.shift()), archive.number("steps", smoothed.steps()),
                        archive.flag("isMoving", smoothed.isMoving())),
                archive.instant("due", hop.due));
    }
}

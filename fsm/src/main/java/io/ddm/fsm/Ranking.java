package io.ddm.fsm;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.NextHopQuality;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.schedule.Damping;
import io.ddm.fsm.session.Session;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Which next hops carry: follows probes, roles of links and the end of sessions into ranks. A change is one effect at
 * once, however many destinations are behind the next hop; the routes follow in slices, in {@link Tables}.
 *
 * <p>A peer whose probes fail is out of use until they succeed again, and longer if they keep failing, by the rule that
 * suppresses flapping links. Its session goes on.
 */
final class Ranking {

    private final Interfaces interfaces;
    private final Tables tables;
    private final Consumer<Effect> effects;
    private final HopDelays hops = new HopDelays();
    private final SortedMap<String, LinkRole> roles = new TreeMap<>();
    private final SortedMap<String, Damping> failures = new TreeMap<>();
    /** The sessions whose peers are being probed, by interface. */
    private final SortedMap<String, Long> probing = new TreeMap<>();
    private final boolean probes;
    private NextHopRanks ranks = NextHopRanks.NONE;
    private Instant deadline = Instant.MAX;
    /** What there was to follow when {@link #probe} and {@link #update} last did: most events cost nothing here. */
    private long probedAt = -1;
    private long updatedAt = -1;
    private int departing;

    /**
     * @param probes whether peers are probed at all
     * @param tables has the routes that follow
     */
    Ranking(boolean probes, Interfaces interfaces, Tables tables, Consumer<Effect> effects) {
        this.probes = probes;
        this.interfaces = interfaces;
        this.tables = tables;
        this.effects = effects;
    }

    /** What probes have shown; of a session that is over it is ignored. */
    void probed(Event.PeersProbed e, Instant now) {
        for (PeerProbe peer : e.peers()) {
            interfaces.find(peer.name())
                    .filter(fsm -> Objects.equals(probing.get(fsm.name()), peer.epoch()))
                    .ifPresent(fsm -> probed(fsm, peer, now));
        }
    }

    private void probed(InterfaceFsm fsm, PeerProbe peer, Instant now) {
        ProbeState before = probeState(peer.name(), peer.epoch());
        changes(peer);
        hops.probed(peer);
        if (peer.state() == ProbeState.FAILED && before != ProbeState.FAILED) {
            failures.computeIfAbsent(peer.name(), missing -> new Damping(true)).lost(now);
        }
        boolean hadFailed = before == ProbeState.FAILED || before == ProbeState.GROUP_FAILED;
        if (hadFailed && peer.state() == ProbeState.OK) {
            fsm.reachable(now);
        }
        if (peer.state() != before && (hadFailed || peer.state() != ProbeState.OK)) {
            String who = fsm.session().map(session -> session.peer().describe()).orElse("the peer");
            effects.accept(new Effect.Notice(peer.name(), who + switch (peer.state()) {
                case FAILED -> " does not answer probes while other peers do: its paths are out of use";
                case GROUP_FAILED -> " does not answer probes, and neither does any other peer: a fault of this host or"
                        + " of what its links share; no path is taken out of use";
                case OK, UNKNOWN -> isDamped(peer.name(), now)
                        ? " answers probes again, but keeps failing: its paths stay out of use for up to a minute"
                        : " answers probes again";
            }));
        }
        interfaces.changes().changed();
    }

    /** To be called before it is so; what follows from the end of a session is not reported. */
    private void changes(PeerProbe next) {
        ProbeState before = probeState(next.name(), next.epoch());
        if (next.state() != before) {
            interfaces.find(next.name())
                    .flatMap(fsm -> fsm.session(next.epoch()))
                    .ifPresent(session -> effects.accept(
                            new Effect.ProbesChanged(next.name(), session.peer(), before, next.state())));
        }
    }

    /** An operator has set the role of a link. */
    void set(Event.LinkRoleSet e) {
        if (e.role() == LinkRole.ACTIVE) {
            roles.remove(e.name());
        } else {
            roles.put(e.name(), e.role());
        }
        interfaces.changes().changed();
    }

    /** The role of a link. */
    LinkRole role(String name) {
        return roles.getOrDefault(name, LinkRole.ACTIVE);
    }

    /** The roles of links that are not active, by interface. */
    SortedMap<String, LinkRole> roles() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    /** What probes show of the peers that are being probed, by interface. */
    SortedMap<String, ProbeState> probeStates() {
        SortedMap<String, ProbeState> states = new TreeMap<>();
        probing.forEach((name, epoch) -> states.put(name, probeState(name, epoch)));
        return Collections.unmodifiableSortedMap(states);
    }

    /** Brings the ranks in line with what happened. */
    void update(Instant now) {
        int leaving = tables.departing().size();
        if (updatedAt == interfaces.changes().states() && departing == leaving && now.isBefore(deadline)) {
            return;
        }
        updatedAt = interfaces.changes().states();
        departing = leaving;
        SortedMap<NextHop, NextHopRank> next = compute(now);
        if (!next.equals(ranks.ranks())) {
            ranks = new NextHopRanks(next);
            effects.accept(new Effect.RankNextHops(ranks));
        }
        // Only now: the next hops of an offline link have to be out of use before it is no longer watched.
        stopProbes((name, epoch) -> role(name) == LinkRole.OFFLINE);
        hops.step(now);
        deadline = deadline.isBefore(hops.deadline()) ? deadline : hops.deadline();
        tables.use(quality());
    }

    private NextHopQuality quality() {
        SortedMap<NextHop, PathDelay> delays = new TreeMap<>();
        SortedSet<NextHop> standbys = new TreeSet<>();
        for (InterfaceFsm fsm : interfaces.all()) {
            fsm.session().ifPresent(session -> {
                delays.put(session.nextHop(), hops.used(fsm.name(), session.epoch()));
                if (role(fsm.name()) == LinkRole.STANDBY) {
                    standbys.add(session.nextHop());
                }
            });
        }
        return new NextHopQuality(ranks, delays, standbys);
    }

    /** Lets peers in session be probed, and no others. */
    void probe() {
        if (probedAt == interfaces.changes().states()) {
            return;
        }
        probedAt = interfaces.changes().states();
        stopProbes((name, epoch) -> !isInSession(name, epoch));
        hops.retain(this::isInSession);
        for (InterfaceFsm fsm : interfaces.all()) {
            fsm.session().ifPresent(session -> probe(fsm, session));
        }
        failures.keySet().removeIf(name -> interfaces.find(name).isEmpty());
    }

    private SortedMap<NextHop, NextHopRank> compute(Instant now) {
        SortedMap<NextHop, NextHopRank> next = new TreeMap<>();
        tables.departing().forEach(peer -> next.put(peer, NextHopRank.FAILED));
        deadline = Instant.MAX;
        for (InterfaceFsm fsm : interfaces.all()) {
            fsm.session().ifPresent(session -> rank(fsm.name(), session, now, next));
        }
        return next;
    }

    private void stopProbes(BiPredicate<String, Long> isToStop) {
        SortedMap<String, Long> before = new TreeMap<>(probing);
        before.forEach((name, epoch) -> {
            if (isToStop.test(name, epoch)) {
                probing.remove(name);
                PeerProbe unknown = new PeerProbe(name, epoch, ProbeState.UNKNOWN, PathDelay.UNKNOWN);
                changes(unknown);
                hops.probed(unknown);
                interfaces.changes().changed();
                effects.accept(new Effect.StopProbe(name));
            }
        });
    }

    private boolean isInSession(String name, long epoch) {
        return interfaces.find(name).flatMap(fsm -> fsm.session(epoch)).isPresent();
    }

    /** An offline link is not probed: it is about to be unplugged. */
    private void probe(InterfaceFsm fsm, Session session) {
        if (probes && role(fsm.name()) != LinkRole.OFFLINE
                && !Objects.equals(probing.put(fsm.name(), session.epoch()), session.epoch())) {
            fsm.address()
                    .ifPresent(address -> effects.accept(new Effect.Probe(fsm.name(), session.epoch(),
                            session.nextHop().interfaceIndex(), address, session.peer().address())));
        }
    }

    private void rank(String name, Session session, Instant now, SortedMap<NextHop, NextHopRank> next) {
        NextHopRank rank = switch (role(name)) {
            case OFFLINE -> NextHopRank.OFFLINE;
            case STANDBY -> hasFailed(name, session, now) ? NextHopRank.FAILED : NextHopRank.STANDBY;
            case ACTIVE -> hasFailed(name, session, now) ? NextHopRank.FAILED : NextHopRank.ACTIVE;
        };
        if (rank == NextHopRank.ACTIVE) {
            next.remove(session.nextHop());
        } else {
            next.put(session.nextHop(), rank);
        }
    }

    /** Whether the peer fails its probes, or has failed them so often that it has to prove itself for longer. */
    private boolean hasFailed(String name, Session session, Instant now) {
        if (probeState(name, session.epoch()) == ProbeState.FAILED) {
            return true;
        }
        Damping damping = failures.get(name);
        boolean isDamped = damping != null && isDamped(name, now);
        if (damping != null && isDamped && damping.reusableAt().isBefore(deadline)) {
            deadline = damping.reusableAt();
        }
        return isDamped;
    }

    private boolean isDamped(String name, Instant now) {
        Damping damping = failures.get(name);
        return damping != null && damping.isSuppressed(now);
    }

    /** When {@link #update} has something to do although nothing happens; {@link Instant#MAX} for never. */
    Instant deadline() {
        return deadline;
    }

    private ProbeState probeState(String name, long epoch) {
        return hops.find(name, epoch).map(PeerProbe::state).orElse(ProbeState.UNKNOWN);
    }

    /** Hands its state through, but for the ranks, which follow from it and from the tables. */
    public void archive(Archive archive) {
        hops.archive(archive.in("hops"));
        archive.rows("roles", Event.class,
                roles.entrySet()
                        .stream()
                        .<Event>map(entry -> new Event.LinkRoleSet(entry.getKey(), entry.getValue()))
                        .toList(),
                row -> set((Event.LinkRoleSet) row));
        archive.parts("failures", failures.entrySet(), Ranking::archive,
                one -> failures.put(one.getKey(), one.getValue()));
        archive.parts("probing", probing.entrySet(), Ranking::archiveProbing,
                one -> probing.put(one.getKey(), one.getValue()));
    }

    private static Map.Entry<String, Damping> archive(Archive archive, Optional<Map.Entry<String, Damping>> now) {
        String name = archive.value("name", String.class, now.map(Map.Entry::getKey).orElse(""));
        Damping kept = now.map(Map.Entry::getValue).orElseGet(() -> new Damping(true));
        kept.archive(archive);
        return Map.entry(name, kept);
    }

    private static Map.Entry<String, Long> archiveProbing(Archive archive, Optional<Map.Entry<String, Long>> now) {
        return Map.entry(archive.value("name", String.class, now.map(Map.Entry::getKey).orElse("")),
                archive.number("epoch", now.map(Map.Entry::getValue).orElse(0L)));
    }

    /** The state is whole again, as of the last event. */
    void restored(Instant now) {
        ranks = new NextHopRanks(compute(now));
        tables.restored(quality());
    }
}

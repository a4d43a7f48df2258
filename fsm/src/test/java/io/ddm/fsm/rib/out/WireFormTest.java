package io.ddm.fsm.rib.out;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.table.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tunnel origins toward peers that read paths of them, that do not, and that have not said so yet. */
class WireFormTest {

    private static final Destination TUNNEL = tunnel(1);
    private static final Destination OTHER = tunnel(2);
    private static final List<List<String>> PATHS = List.of(List.of("s1", "me"), List.of("s2", "me"),
            List.of("s1", "t2", "me"), List.of("me"));

    private final SortedMap<Destination, List<RouterPath>> wanted = new TreeMap<>(Destination.ORDER);
    private final AdjRibOut out = new AdjRibOut(id("me"), () -> new ArrayList<>(wanted.keySet()));

    @Test
    void keepsTunnelWhileAnotherPathRemains() {
        out.learn(reads(false));
        want(TUNNEL, "s1 me", "s2 me");
        assertThat(push()).isEqualTo(new Update(List.of(entry("me")), List.of()));
        out.acknowledged();
        want(TUNNEL, "s2 me");
        assertThat(push().isEmpty()).as("it is the same entry").isTrue();
        want(TUNNEL);
        assertThat(push()).isEqualTo(new Update(List.of(), List.of(entry("me"))));
    }

    @Test
    void doesNotAnnounceSecondPathOfTunnel() {
        out.learn(reads(false));
        want(TUNNEL, "s1 me");
        push();
        out.acknowledged();
        want(TUNNEL, "s1 t2 me");
        assertThat(push().isEmpty()).isTrue();
    }

    @Test
    void withdrawsTunnelInTheFormItWasAnnounced() {
        want(TUNNEL, "s1 me");
        assertThat(push()).isEqualTo(new Update(List.of(entry("me")), List.of()));
        out.acknowledged();
        out.learn(reads(true));
        assertThat(push()).isEqualTo(new Update(List.of(entry("s1", "me")), List.of(entry("me"))));
    }

    @Test
    void mergesTunnelPathsForReferencePeer() {
        out.learn(reads(true));
        want(TUNNEL, "s1 me", "s2 me");
        push();
        out.acknowledged();
        out.begin();
        out.learn(reads(false));
        want(TUNNEL);
        assertThat(push()).isEqualTo(new Update(List.of(), List.of(entry("me"))));
    }

    @Test
    void leavesRevertedChangesForTheNextPush() {
        want(A, "x me");
        want(OTHER, "me");
        assertThat(out.build(this::wanted, 10, new Budget(1))).isEmpty();
        want(A);
        Update first = push();
        assertThat(first.announce()).contains(new PathVector(A, path("x", "me")));
        assertThat(first.withdraw()).isEmpty();
        out.acknowledged();
        assertThat(push()).isEqualTo(new Update(List.of(), List.of(new PathVector(A, path("x", "me")))));
    }

    /** What holds whatever happens: once it is quiet the peer holds what it shall, in the form that it can read. */
    @Property(tries = 1500)
    void everyPeerConvergesToItsDesiredEntries(@ForAll long seed) {
        new WireFormTest().mix(new Random(seed));
    }

    private void mix(Random random) {
        Peer peer = new Peer(random.nextBoolean());
        Update pushing = null;
        boolean withPaths = false;
        boolean said = false;
        for (int i = 0; i < 120; i++) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    List<List<String>> some = new ArrayList<>(PATHS);
                    some.removeIf(p -> random.nextBoolean());
                    Destination destination = List.of(A, TUNNEL, OTHER).get(random.nextInt(3));
                    wanted.put(destination, some.stream().map(p -> path(p.toArray(String[]::new))).toList());
                    out.touch(destination);
                }
                case 3, 4 -> {
                    if (pushing == null) {
                        pushing = out.build(this::wanted, 1 + random.nextInt(4), new Budget(1 + random.nextInt(3)))
                                .orElse(null);
                        withPaths = said && peer.readsPaths;
                        noneTwice(pushing, withPaths);
                    }
                }
                case 5, 6 -> {
                    if (pushing != null) {
                        if (random.nextInt(3) > 0) {
                            peer.take(pushing, withPaths);
                        }
                        boolean arrived = random.nextInt(3) > 0;
                        if (arrived) {
                            peer.take(pushing, withPaths);
                            out.acknowledged();
                        } else {
                            out.failed();
                        }
                        pushing = null;
                    }
                }
                case 7 -> {
                    // It pulls, and takes the answer or not; a push that is under way arrives before or not at all.
                    said = true;
                    out.learn(reads(peer.readsPaths));
                    List<PathVector> table = new ArrayList<>();
                    out.beginPullAnswer(Optional.empty())
                            .forEachRemaining(destination -> out.answer(destination, wanted(destination))
                                    .forEach(p -> table.add(new PathVector(destination, p))));
                    out.endPullAnswer();
                    if (random.nextBoolean()) {
                        peer.held.clear();
                        peer.take(new Update(table, List.of()), peer.readsPaths);
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        // Another process, of either kind, which pulls first.
                        peer = new Peer(random.nextBoolean());
                        if (pushing != null) {
                            out.failed();
                            pushing = null;
                        }
                        said = random.nextBoolean();
                        if (said) {
                            out.learn(reads(peer.readsPaths));
                            out.invalidate();
                        } else {
                            out.begin();
                        }
                    } else if (random.nextInt(4) == 0) {
                        // The session ends for us, not for the peer.
                        pushing = null;
                        said = false;
                        out.begin();
                    }
                }
            }
        }
        if (pushing != null) {
            out.failed();
        }
        out.learn(reads(peer.readsPaths));
        for (int i = 0; i < 60 && out.isDirty(); i++) {
            Update last = out.build(this::wanted, 1000, new Budget(1000)).orElse(null);
            noneTwice(last, peer.readsPaths);
            if (last != null) {
                peer.take(last, peer.readsPaths);
                out.acknowledged();
            }
        }
        assertThat(out.isDirty()).isFalse();
        assertThat(peer.held).isEqualTo(peer.shallHold());
    }

    /** One body never announces and withdraws the same entry of the wire. */
    private static void noneTwice(@Nullable Update update, boolean withPaths) {
        if (update != null) {
            SortedSet<PathVector> announced = new TreeSet<>(PathVector.ORDER);
            update.announce().forEach(p -> assertThat(announced.add(onWire(p, withPaths))).as("once").isTrue());
            assertThat(update.withdraw()).noneMatch(p -> announced.contains(onWire(p, withPaths)));
        }
    }

    private static PathVector onWire(PathVector entry, boolean withPaths) {
        return withPaths || !(entry.destination() instanceof TunnelOrigin)
                ? entry
                : new PathVector(entry.destination(), path("me"));
    }

    private final class Peer {
        final boolean readsPaths;
        final SortedSet<PathVector> held = new TreeSet<>(PathVector.ORDER);

        Peer(boolean readsPaths) {
            this.readsPaths = readsPaths;
        }

        /** A reference has one entry per tunnel; one of ours takes a tunnel without a path to come from us. */
        void take(Update update, boolean withPaths) {
            update.announce().forEach(p -> held.add(onWire(p, withPaths && readsPaths)));
            update.withdraw().forEach(p -> held.remove(onWire(p, withPaths && readsPaths)));
        }

        SortedSet<PathVector> shallHold() {
            SortedSet<PathVector> shall = new TreeSet<>(PathVector.ORDER);
            wanted.forEach((destination, paths) -> paths
                    .forEach(p -> shall.add(onWire(new PathVector(destination, p), readsPaths))));
            return shall;
        }
    }

    private static Destination tunnel(int vni) {
        return new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fd00::1"), vni, 0);
    }

    private static PathVector entry(String... names) {
        return new PathVector(TUNNEL, path(names));
    }

    private Update push() {
        return out.build(this::wanted, 1000, new Budget(1000)).orElse(new Update(List.of(), List.of()));
    }

    private List<RouterPath> wanted(Destination destination) {
        return wanted.getOrDefault(destination, List.of());
    }

    private void want(Destination destination, String... paths) {
        wanted.put(destination, Stream.of(paths).map(p -> path(p.split(" ", -1))).toList());
        out.touch(destination);
    }

    private static PeerCapabilities reads(boolean paths) {
        return new PeerCapabilities(PeerCapabilities.REFERENCE_BODY_BYTES, paths, "");
    }
}

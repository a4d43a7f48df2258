package io.ddm.fsm.rib.out;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily.WireForm;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.replay.Archive;
import java.util.List;

/** In which form destinations stand on the wire to one peer, as far as the peer has said what it can do. */
final class PeerForm {

    private final RouterPath self;
    private PeerCapabilities peer = PeerCapabilities.NONE;
    private boolean known;
    private boolean omitted;

    PeerForm(RouterId self) {
        this.self = RouterPath.of(self);
    }

    /** What the peer can do is not known any more. */
    void reset() {
        known = false;
        peer = PeerCapabilities.NONE;
    }

    /** The peer has said what it can do; returns whether that is new. */
    boolean learn(PeerCapabilities theirs) {
        if (known && peer.features().equals(theirs.features())) {
            return false;
        }
        known = true;
        peer = theirs;
        return true;
    }

    /** Whether the peer reads delays of paths. */
    boolean pathDelays() {
        return peer.pathDelays();
    }

    /** Whether the peer has said what it can do. */
    boolean isKnown() {
        return known;
    }

    /** Whether destinations were omitted since the last call because the peer does not know their family. */
    boolean takeOmitted() {
        boolean wasOmitted = omitted;
        omitted = false;
        return wasOmitted;
    }

    /** The path of an entry that has none on the wire: this router alone. */
    RouterPath withoutPath() {
        return self;
    }

    /** Whether a destination is one entry without a path, however many paths lead to it. */
    boolean isSingle(Destination destination) {
        return destination.family().formFor(peer) == WireForm.WITHOUT_PATH;
    }

    /** The entries that stand for these paths. */
    List<RouterPath> entries(Destination destination, List<RouterPath> paths) {
        if (paths.isEmpty()) {
            return paths;
        }
        return switch (destination.family().formFor(peer)) {
            case NONE -> {
                omitted = true;
                yield List.of();
            }
            case WITHOUT_PATH -> List.of(self);
            case WITH_PATH -> destination.family().carriesDelay(peer) ? paths : withoutDelays(paths);
        };
    }

    private static List<RouterPath> withoutDelays(List<RouterPath> paths) {
        return paths.stream().anyMatch(RouterPath::saysDelay)
                ? paths.stream().map(path -> path.withDelay(PathDelay.UNKNOWN)).toList()
                : paths;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        peer = archive.value("peer", PeerCapabilities.class, peer);
        known = archive.flag("known", known);
        omitted = archive.flag("omitted", omitted);
    }
}

package io.ddm.fsm.session;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.replay.Archive;
import java.util.List;
import java.util.function.Consumer;

/** What one peer offers and is not imported: counted since its table was last pulled, and reported. */
final class PeerRejections {

    private final SessionKey key;
    private final ReportChanges changes;
    private final Consumer<Effect> effects;
    private final RejectionCounts counts = new RejectionCounts();

    PeerRejections(SessionKey key, ReportChanges changes, Consumer<Effect> effects) {
        this.key = key;
        this.changes = changes;
        this.effects = effects;
    }

    /** Counts and reports some. */
    void add(RejectedRoutes rejected) {
        counts.add(rejected);
        changes.changed();
        effects.accept(new Effect.RejectedRoutes(key.interfaceName(), key.peer(), rejected.reason(), rejected.count(),
                rejected.example()));
    }

    /** A whole table is about to be imported: earlier ones no longer count. */
    void clear() {
        if (counts.clear()) {
            changes.changed();
        }
    }

    /** Whether any are counted. */
    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Whether there may be room later for any of them. */
    boolean needRoom() {
        return counts.needRoom();
    }

    /** By reason. */
    List<RejectedRoutes> toList() {
        return counts.toList();
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        counts.archive(archive);
    }
}

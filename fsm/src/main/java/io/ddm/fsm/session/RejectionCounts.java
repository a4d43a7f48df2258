package io.ddm.fsm.session;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.replay.Archive;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Offers that were not imported, counted by reason. */
public final class RejectionCounts {

    private final Map<RejectReason, RejectedRoutes> byReason = new EnumMap<>(RejectReason.class);

    /** Forgets what was counted; returns whether there was anything. */
    public boolean clear() {
        boolean hadAny = !byReason.isEmpty();
        byReason.clear();
        return hadAny;
    }

    /** Counts one. */
    public void add(RejectReason reason, PathVector offered) {
        add(new RejectedRoutes(reason, 1, offered));
    }

    /** Counts several. */
    public void add(RejectedRoutes more) {
        byReason.merge(more.reason(), more,
                (known, added) -> new RejectedRoutes(known.reason(), known.count() + added.count(), known.example()));
    }

    /** Whether none was counted. */
    boolean isEmpty() {
        return byReason.isEmpty();
    }

    /** Whether any was counted that there may be room for later. */
    boolean needRoom() {
        return byReason.keySet().stream().anyMatch(RejectReason::isForWantOfRoom);
    }

    /** By reason. */
    public List<RejectedRoutes> toList() {
        return List.copyOf(byReason.values());
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("byReason", RejectedRoutes.class, toList(), this::add);
    }
}

package io.ddm.fsm.peer;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.rib.Refusal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Offers that were not taken in, counted by reason. */
public final class Refusals {

    private final Map<Refusal, Refused> byReason = new EnumMap<>(Refusal.class);

    /** Begins anew. */
    public void clear() {
        byReason.clear();
    }

    /** Counts one. */
    public void add(Refusal reason, PathVector offered) {
        add(new Refused(reason, 1, offered));
    }

    /** Counts several. */
    public void add(Refused more) {
        byReason.merge(more.reason(), more,
                (known, added) -> new Refused(known.reason(), known.count() + added.count(), known.example()));
    }

    /** Whether any was counted that there may be room for later. */
    boolean wantRoom() {
        return byReason.keySet().stream().anyMatch(Refusal::isForWantOfRoom);
    }

    /** By reason. */
    public List<Refused> toList() {
        return List.copyOf(byReason.values());
    }
}

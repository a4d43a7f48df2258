package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Requests on one open link that cannot be answered yet: their sender is no peer yet, or its answer has to wait. */
final class PendingRequests {

    /** How long a request waits; the reference ends a push after 3 s. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    /** How many requests may wait; a peer has at most a pull and a push under way. */
    private static final int MAX_WAITING = 8;

    private final List<PendingRequest> waiting = new ArrayList<>();
    private final Consumer<Effect> effects;

    PendingRequests(Consumer<Effect> effects) {
        this.effects = effects;
    }

    /** Keeps a request; returns whether there was room. */
    boolean add(Event event, Ipv6Address source, long request, Instant now) {
        if (waiting.size() >= MAX_WAITING) {
            effects.accept(new Effect.DropRequest(request, "too many requests wait"));
            return false;
        }
        waiting.add(new PendingRequest(event, source, request, now.plus(WAIT)));
        return true;
    }

    /** Takes out the requests of this peer that wait. */
    List<PendingRequest> from(Ipv6Address source) {
        List<PendingRequest> ready = waiting.stream().filter(p -> p.source().equals(source)).toList();
        waiting.removeAll(ready);
        return ready;
    }

    /** Drops those that waited too long. */
    void dropLate(Instant now) {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.removeIf(p -> {
            boolean late = !now.isBefore(p.until());
            if (late) {
                effects.accept(new Effect.DropRequest(p.request(), "the sender is not a peer of ours"));
            }
            return late;
        });
    }

    /** Drops all of them: the link is closed. */
    void dropAll(String reason) {
        waiting.forEach(p -> effects.accept(new Effect.DropRequest(p.request(), reason)));
        waiting.clear();
    }

    /** When the oldest has waited long enough; {@link Instant#MAX} for none. */
    Instant deadline() {
        return waiting.isEmpty() ? Instant.MAX : waiting.getFirst().until();
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("waiting", PendingRequest.class, List.copyOf(waiting), waiting::add);
    }
}

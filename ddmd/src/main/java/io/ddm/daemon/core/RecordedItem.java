package io.ddm.daemon.core;

import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the event loop hands to the recorder's thread. */
sealed interface RecordedItem {

    /** What it may take of memory, in paths; the least is 1. */
    default long weight() {
        return 1;
    }

    /** An event and what followed. */
    record Handled(Instant at, Event event, List<Effect> effects, long weight) implements RecordedItem {

        static Handled of(Instant at, Event event, List<Effect> effects) {
            long weight = 1L + effects.size() + paths(event);
            for (Effect effect : effects) {
                weight += paths(effect);
            }
            return new Handled(at, event, effects, weight);
        }

        private static long paths(Event event) {
            return switch (event) {
                case Event.PushReceived e -> e.update().size();
                case Event.PullCompleted e -> e.table().size();
                case Event.Originate e -> e.destinations().size();
                case Event.Withdraw e -> e.destinations().size();
                case Event.AddressesChanged e -> e.addresses().size();
                default -> 0;
            };
        }

        private static long paths(Effect effect) {
            return switch (effect) {
                case Effect.Push e -> e.update().size();
                case Effect.AnswerPull e -> e.table().size();
                case Effect.Program e -> e.changes().size();
                default -> 0;
            };
        }
    }

    /** An event that the router could not handle. */
    record Failed(Instant at, Event event, Throwable cause) implements RecordedItem {}

    /**
     * The state of the router after what was handed over before.
     *
     * @param lost how many events before it were not handed over
     */
    record Captured(Instant at, StateCapture state, long lost) implements RecordedItem {}

    /** A reader waits for what is kept by then. */
    record Requested(CompletableFuture<KeptRecording> reply) implements RecordedItem {}
}

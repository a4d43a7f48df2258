package io.ddm.daemon.core;

import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the event loop hands to the recorder's thread. */
sealed interface RecordedItem {

    /** An event or an effect with nothing of any length. */
    long ITEM_BYTES = 200;

    /** A destination, or a path without its ids. */
    long ENTRY_BYTES = 150;

    /** An id apart from its text. */
    long ID_BYTES = 60;

    /** What it may take of memory, in bytes. */
    default long bytes() {
        return ITEM_BYTES;
    }

    /** An event and what followed. */
    record Handled(Instant at, Event event, List<Effect> effects, long bytes) implements RecordedItem {

        static Handled of(Instant at, Event event, List<Effect> effects) {
            long bytes = ITEM_BYTES + of(event);
            for (Effect effect : effects) {
                bytes += ITEM_BYTES + of(effect);
            }
            return new Handled(at, event, effects, bytes);
        }

        private static long of(Event event) {
            return switch (event) {
                case Event.PushReceived e -> of(e.update());
                case Event.PullCompleted e -> of(e.table());
                case Event.Originate e -> ENTRY_BYTES * e.destinations().size();
                case Event.Withdraw e -> ENTRY_BYTES * e.destinations().size();
                case Event.AddressesChanged e -> ENTRY_BYTES * e.addresses().size();
                default -> 0;
            };
        }

        private static long of(Effect effect) {
            return switch (effect) {
                case Effect.Push e -> of(e.update());
                case Effect.AnswerPull e -> of(e.table());
                case Effect.Program e -> ENTRY_BYTES * e.changes().size();
                default -> 0;
            };
        }

        private static long of(Update update) {
            return of(update.announce()) + of(update.withdraw());
        }

        private static long of(List<PathVector> paths) {
            long bytes = 0;
            RouterPath counted = RouterPath.EMPTY;
            for (PathVector vector : paths) {
                bytes += ENTRY_BYTES;
                // Entries that follow each other often share one path.
                if (vector.path() != counted) {
                    counted = vector.path();
                    for (RouterId id : counted.routers()) {
                        bytes += ID_BYTES + id.value().length();
                    }
                }
            }
            return bytes;
        }
    }

    /**
     * An event that the router could not handle.
     *
     * @param lost how many events before it were not handed over
     */
    record Failed(Instant at, Event event, Throwable cause, long lost) implements RecordedItem {}

    /**
     * The state of the router after what was handed over before.
     *
     * @param lost how many events before it were not handed over
     */
    record Captured(Instant at, StateCapture state, long lost) implements RecordedItem {}

    /** A reader waits for what is kept by then. */
    record Requested(CompletableFuture<KeptRecording> reply) implements RecordedItem {}
}

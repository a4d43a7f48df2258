package io.ddm.daemon.health;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import java.util.HashMap;
import java.util.Map;

/**
 * Consecutive failures of pushes and pulls on each link. A single failure is normal on a busy link. Failures of a
 * session that has ended do not count: closing a session fails what was under way.
 */
final class ExchangeFailures {

    /**
     * Failures in a row.
     *
     * @param count how many
     * @param reason why the last one failed
     */
    record Streak(int count, String reason) {

        private static final Streak NONE = new Streak(0, "");

        private Streak and(String newest) {
            return new Streak(count + 1, newest);
        }
    }

    private final Map<String, Streak> pushes = new HashMap<>();
    private final Map<String, Streak> pulls = new HashMap<>();
    private final Map<String, Long> closedEpochs = new HashMap<>();

    void event(Event event) {
        if (event instanceof Event.PushFailed e && isCurrent(e.name(), e.epoch())) {
            pushes.put(e.name(), pushes(e.name()).and(e.reason()));
        } else if (event instanceof Event.PushCompleted e) {
            pushes.remove(e.name());
        } else if (event instanceof Event.PullFailed e && isCurrent(e.name(), e.epoch())) {
            pulls.put(e.name(), pulls(e.name()).and(e.reason()));
        } else if (event instanceof Event.PullCompleted e) {
            pulls.remove(e.name());
        } else if (event instanceof Event.PullUnchanged e) {
            pulls.remove(e.name());
        }
    }

    void effect(Effect effect) {
        if (effect instanceof Effect.CloseSession e) {
            pushes.remove(e.name());
            pulls.remove(e.name());
            closedEpochs.put(e.name(), e.epoch());
        }
    }

    /** Failed pushes since the last one that succeeded. */
    Streak pushes(String link) {
        return pushes.getOrDefault(link, Streak.NONE);
    }

    /** Failed pulls since the last one that succeeded. */
    Streak pulls(String link) {
        return pulls.getOrDefault(link, Streak.NONE);
    }

    private boolean isCurrent(String link, long epoch) {
        return epoch > closedEpochs.getOrDefault(link, Long.MIN_VALUE);
    }
}

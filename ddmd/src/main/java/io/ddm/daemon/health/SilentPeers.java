package io.ddm.daemon.health;

import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Peers in session that do not answer probes. */
final class SilentPeers {

    private final SortedMap<String, Effect.ProbesChanged> failed = new TreeMap<>();

    void effect(Effect effect) {
        switch (effect) {
            case Effect.ProbesChanged e when e.to() == ProbeState.FAILED || e.to() == ProbeState.GROUP_FAILED ->
                failed.put(e.name(), e);
            case Effect.ProbesChanged e -> failed.remove(e.name());
            case Effect.StopProbe e -> failed.remove(e.name());
            default -> {
            }
        }
    }

    /** Adds those that are silent now. */
    void find(List<Problem> found, Instant now) {
        failed.forEach((name, change) -> found.add(new Problem(ProblemKind.PROBES_FAILING, name,
                change.peer().describe() + (change.to() == ProbeState.FAILED
                        ? " does not answer probes while other peers do: it carries nothing while another path exists"
                        : " does not answer probes, and neither does any other peer; no path is taken out of use"),
                now)));
    }
}

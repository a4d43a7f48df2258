package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import java.util.Map;

/**
 * What a forwarding plane refused of a batch of changes; the rest is installed.
 *
 * @param refused networks that have no route now, or still have one that was to be removed, each with the reason
 * @param refusedNextHops next hops that were refused for the first time since the last dump, each with the reason;
 *     networks that have other next hops are installed with those
 */
public record Outcome(Map<Prefix, String> refused, Map<NextHop, String> refusedNextHops) {

    /** Everything was accepted. */
    public static final Outcome ACCEPTED = new Outcome(Map.of(), Map.of());
}

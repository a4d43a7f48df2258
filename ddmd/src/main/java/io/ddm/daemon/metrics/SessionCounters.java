package io.ddm.daemon.metrics;

import io.ddm.fsm.ExpireReason;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.Transition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Sessions that began and ended on each link. All counters of a link begin at 0, so that their first change counts. */
final class SessionCounters {

    private static final String LINK = "link";

    private final MeterRegistry registry;
    private final Map<String, Transition> lost = new HashMap<>();

    SessionCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void configured(String link) {
        established(link);
        addressChanges(link);
        expirations(link);
    }

    /** A session that begins at the instant at which another ended replaces it, because the peer has changed. */
    void changed(String link, Transition now) {
        if (now.to() == FsmState.EXCHANGE) {
            established(link).increment();
            Transition before = lost.remove(link);
            if (before != null && before.at().equals(now.at()) && !address(before).equals(address(now))) {
                addressChanges(link).increment();
            }
        } else if (now.from() == FsmState.EXCHANGE) {
            ExpireReason.of(now.reason()).ifPresent(reason -> expired(link, reason).increment());
            lost.put(link, now);
        }
    }

    Counter established(String link) {
        return registry.counter("ddm.peer.established", LINK, link);
    }

    Counter addressChanges(String link) {
        return registry.counter("ddm.peer.address.changes", LINK, link);
    }

    /** How many sessions were lost, for all reasons. */
    double expirations(String link) {
        return Arrays.stream(ExpireReason.values()).mapToDouble(reason -> expired(link, reason).count()).sum();
    }

    private Counter expired(String link, ExpireReason reason) {
        return registry.counter("ddm.peer.expirations", LINK, link, "reason",
                reason.name().toLowerCase(Locale.ROOT));
    }

    private static Object address(Transition transition) {
        return transition.peer().map(peer -> peer.address());
    }
}

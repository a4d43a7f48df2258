package io.ddm.fsm.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The oddities of one link, as long as they last. */
final class LinkAnomalies {

    /** What was not noticed for so long is over: several solicit intervals, or a few pulls. */
    private static final Duration OVER = Duration.ofSeconds(30);

    private final Map<LinkAnomaly.Kind, LinkAnomaly> byKind = new EnumMap<>(LinkAnomaly.Kind.class);
    private final ReportChanges changes;

    LinkAnomalies(ReportChanges changes) {
        this.changes = changes;
    }

    /** Notes one; returns whether nothing of its kind was going on. */
    boolean note(LinkAnomaly.Kind kind, String words, Instant now) {
        forget(now);
        LinkAnomaly known = byKind.get(kind);
        byKind.put(kind, new LinkAnomaly(kind, words, known == null ? now : known.since(), now));
        if (known != null && known.words().equals(words)) {
            changes.livenessChanged();
        } else {
            changes.changed();
        }
        return known == null;
    }

    /** Forgets what is over. */
    void forget(Instant now) {
        if (byKind.values().removeIf(anomaly -> now.isAfter(anomaly.last().plus(OVER)))) {
            changes.changed();
        }
    }

    List<LinkAnomaly> toList() {
        return List.copyOf(byKind.values());
    }
}

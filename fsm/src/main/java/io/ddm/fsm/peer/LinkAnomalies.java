package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.session.ReportChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The anomalies of one link, as long as they last. */
final class LinkAnomalies {

    /** What was not noticed for so long is over: several solicit intervals, or a few pulls. */
    private static final Duration OVER_AFTER = Duration.ofSeconds(30);

    private final String name;
    private final ReportChanges changes;
    private final Consumer<Effect> effects;
    private final Map<LinkAnomaly.Kind, LinkAnomaly> byKind = new EnumMap<>(LinkAnomaly.Kind.class);

    LinkAnomalies(String name, ReportChanges changes, Consumer<Effect> effects) {
        this.name = name;
        this.changes = changes;
        this.effects = effects;
    }

    /** Notes one; operators get a notice when the first of its kind begins. */
    void note(LinkAnomaly.Kind kind, String message, Instant now) {
        forget(now);
        LinkAnomaly known = byKind.get(kind);
        byKind.put(kind, new LinkAnomaly(kind, message, known == null ? now : known.since(), now));
        if (known != null && known.message().equals(message)) {
            changes.livenessChanged();
        } else {
            changes.changed();
        }
        if (known == null) {
            effects.accept(new Effect.Notice(name, message));
        }
    }

    /** Forgets what is over. */
    void forget(Instant now) {
        if (byKind.values().removeIf(anomaly -> now.isAfter(anomaly.last().plus(OVER_AFTER)))) {
            changes.changed();
        }
    }

    List<LinkAnomaly> toList() {
        return List.copyOf(byKind.values());
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("byKind", LinkAnomaly.class, toList(), anomaly -> byKind.put(anomaly.kind(), anomaly));
    }
}

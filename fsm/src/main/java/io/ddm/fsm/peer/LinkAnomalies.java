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

    /** Notes one; returns whether nothing of its kind was going on. */
    boolean note(LinkAnomaly.Kind kind, String words, Instant now) {
        forget(now);
        LinkAnomaly known = byKind.get(kind);
        byKind.put(kind, new LinkAnomaly(kind, words, known == null ? now : known.since(), now));
        return known == null;
    }

    /** Forgets what is over. */
    void forget(Instant now) {
        byKind.values().removeIf(oddity -> now.isAfter(oddity.last().plus(OVER)));
    }

    List<LinkAnomaly> toList() {
        return List.copyOf(byKind.values());
    }
}

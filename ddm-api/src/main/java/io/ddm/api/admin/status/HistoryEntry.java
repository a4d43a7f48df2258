package io.ddm.api.admin.status;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.admin.events.RouterEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened, of {@code GET /history}.
 *
 * @param id its number; larger ones are newer, and those of routes that changed again at once are left out
 * @param at when it happened, by the router's clock
 * @param kind the name of the event of {@code GET /events} that it was: {@code transition}, {@code interface},
 *     {@code role}, {@code probes}, {@code routes}, {@code problem} or {@code notice}
 * @param link the interface that it is about, if it is about one
 * @param text a sentence for people, without a full stop
 * @param from the state that was left, where one was
 * @param to the state that was entered, where one was
 * @param peer the router id of the neighbor that was won or lost, where there was one
 */
public record HistoryEntry(long id, Instant at, String kind, Optional<String> link, String text,
        Optional<String> from, Optional<String> to, Optional<String> peer) {

    /** An event; a snapshot is none. */
    public static Optional<HistoryEntry> of(long id, RouterEvent event) {
        return switch (event) {
            case RouterEvent.Snapshot e -> Optional.empty();
            case RouterEvent.InterfaceChanged e ->
                Optional.of(about(id, e, e.name(), e.isAdded() ? "interface added" : "interface removed"));
            case RouterEvent.Transition e -> Optional.of(new HistoryEntry(id, e.at(), e.kind(), Optional.of(e.name()),
                    transition(e), Optional.of(e.from().text()), Optional.of(e.to().text()),
                    e.peer().map(InterfaceInfo.Peer::host)));
            case RouterEvent.RoleChanged e -> Optional.of(about(id, e, e.name(), "role is now " + word(e.role())));
            case RouterEvent.ProbesChanged e -> Optional.of(new HistoryEntry(id, e.at(), e.kind(),
                    Optional.of(e.name()), "probes of " + shown(e.peer()) + ": " + word(e.to()),
                    Optional.of(word(e.from())), Optional.of(word(e.to())), Optional.of(e.peer().host())));
            case RouterEvent.Routes e -> Optional.of(new HistoryEntry(id, e.at(), e.kind(), Optional.empty(),
                    routes(e.counts()), Optional.empty(), Optional.empty(), Optional.empty()));
            case RouterEvent.ProblemChanged e -> Optional.of(new HistoryEntry(id, e.at(), e.kind(),
                    Optional.of(e.problem().on()).filter(on -> !on.isEmpty()),
                    (e.isRaised()
                            ? "raised " + e.problem().code() + ": " + e.problem().what()
                            : "cleared " + e.problem().code()),
                    Optional.empty(), Optional.empty(), Optional.empty()));
            case RouterEvent.Notice e -> Optional.of(about(id, e, e.name(), e.message()));
        };
    }

    private static HistoryEntry about(long id, RouterEvent event, String link, String text) {
        return new HistoryEntry(id, event.at(), event.kind(), Optional.of(link), text, Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    private static String transition(RouterEvent.Transition change) {
        String states = change.from() == change.to()
                ? change.to().text()
                : change.from().text() + " -> " + change.to().text();
        return states + ": " + change.reason() + change.peer().map(peer -> ", " + shown(peer)).orElse("");
    }

    private static String shown(InterfaceInfo.Peer peer) {
        return peer.host() + " (" + peer.address() + ")";
    }

    private static String routes(RouteCounts counts) {
        return "networks: " + counts.networks() + "; imported prefix paths: " + counts.importedPrefixPaths()
                + ", tunnel paths: " + counts.importedTunnelPaths() + "; originated prefixes: "
                + counts.originatedPrefixes() + ", tunnels: " + counts.originatedTunnels();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

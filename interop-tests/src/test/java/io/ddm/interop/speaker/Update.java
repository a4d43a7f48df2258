package io.ddm.interop.speaker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a push.
 *
 * @param underlay prefixes, or null if the half is absent
 * @param tunnel tunnel endpoints, or null if the half is absent
 */
record Update(@Nullable Half<Offer> underlay, @Nullable Half<Tunnel> tunnel) {

    /** What is offered from now on, and what no longer. */
    record Half<T>(List<T> announce, List<T> withdraw) {}

    static Update announcing(List<Offer> offers) {
        return new Update(new Half<>(offers, List.of()), null);
    }

    static Update withdrawing(List<Offer> offers) {
        return new Update(new Half<>(List.of(), offers), null);
    }

    /** The prefixes; an absent half tells nothing. */
    Half<Offer> offers() {
        return underlay == null ? new Half<>(List.of(), List.of()) : underlay;
    }

    /** The tunnel endpoints; an absent half tells nothing. */
    Half<Tunnel> tunnels() {
        return tunnel == null ? new Half<>(List.of(), List.of()) : tunnel;
    }
}

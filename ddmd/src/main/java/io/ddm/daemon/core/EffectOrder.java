package io.ddm.daemon.core;

import io.ddm.fsm.event.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which effects of one event are carried out: first those that packets wait for. When a link is lost,
 * closing its sockets, the log and a solicitation take milliseconds, and meanwhile others still send to it through us.
 */
final class EffectOrder {

    private EffectOrder() {}

    /**
     * Forwarding first, then updates for peers, then the rest, each in the order given. An update overtakes neither
     * effects on its link, such as the end of the session before, nor answers to pulls.
     */
    static List<Effect> urgentFirst(List<Effect> effects) {
        if (effects.size() < 2) {
            return effects;
        }
        List<Effect> ordered = new ArrayList<>(effects.size());
        List<Effect> pushes = new ArrayList<>();
        List<Effect> rest = new ArrayList<>();
        Set<String> links = new HashSet<>();
        boolean answers = false;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Program || effect instanceof Effect.RankNextHops) {
                ordered.add(effect);
            } else if (effect instanceof Effect.Push push && !answers && !links.contains(push.name())) {
                pushes.add(push);
            } else {
                rest.add(effect);
                answers |= effect instanceof Effect.AnswerPull;
                sessionOf(effect).ifPresent(links::add);
            }
        }
        ordered.addAll(pushes);
        ordered.addAll(rest);
        return ordered;
    }

    /** The link whose sockets or session an effect is about. */
    private static Optional<String> sessionOf(Effect effect) {
        return switch (effect) {
            case Effect.OpenInterface e -> Optional.of(e.name());
            case Effect.CloseInterface e -> Optional.of(e.name());
            case Effect.CloseSession e -> Optional.of(e.name());
            case Effect.Pull e -> Optional.of(e.name());
            case Effect.Push e -> Optional.of(e.name());
            default -> Optional.empty();
        };
    }
}

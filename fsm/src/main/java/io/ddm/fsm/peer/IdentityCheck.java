package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether a neighbor that claims the address or the id of the peer, but not its whole identity, has taken its place.
 * One packet proves nothing, since anyone on the link can forge it. The neighbor must answer each of
 * {@value #ROUNDS} solicitations of ours, and the peer none: a peer that answers stays. A neighbor that claims another
 * identity in each packet never answers twice.
 *
 * <p>A forger who hears our solicitations and answers like a neighbor still loses to a peer that is alive. It can take
 * the place of one that is silent, no faster than one check takes and the link's limit of new sessions allows.
 */
final class IdentityCheck {

    static final int ROUNDS = 2;

    /** A neighbor answers within a millisecond, a busy one within some tens of them. */
    static final Duration ROUND = Duration.ofMillis(250);

    /** Claimants remembered per round; an honest one answers before a flood has sent as many. */
    private static final int MAX_CLAIMANTS = 8;

    private final String name;
    private final Consumer<Effect> effects;
    private Set<PeerIdentity> claimants = new LinkedHashSet<>();
    private Set<PeerIdentity> answered = new LinkedHashSet<>();
    private int round;
    private Instant roundEnds = Instant.MAX;

    /**
     * @param name of the interface
     */
    IdentityCheck(String name, Consumer<Effect> effects) {
        this.name = name;
        this.effects = effects;
    }

    /** A claim was heard: begins a check, or counts as an answer in the one under way. */
    void claimed(PeerIdentity claimant, Instant now) {
        if (round == 0) {
            beginRound(1, now);
        } else if (answered.size() < MAX_CLAIMANTS && (round == 1 || claimants.contains(claimant))) {
            answered.add(claimant);
        }
    }

    /** Whether a check is under way. */
    boolean isUnderWay() {
        return round > 0;
    }

    /** Ends the check without a result, as when the peer has answered. */
    void cancel() {
        round = 0;
        roundEnds = Instant.MAX;
        claimants = new LinkedHashSet<>();
        answered = new LinkedHashSet<>();
    }

    /** Ends the round that is over, if one is; returns who has taken the peer's place, once that is certain. */
    Optional<PeerIdentity> conclude(Instant now) {
        if (now.isBefore(roundEnds)) {
            return Optional.empty();
        }
        Optional<PeerIdentity> first = answered.stream().findFirst();
        if (first.isEmpty() || round == ROUNDS) {
            cancel();
            return first;
        }
        claimants = answered;
        answered = new LinkedHashSet<>();
        beginRound(round + 1, now);
        return Optional.empty();
    }

    /** When {@link #conclude} has something to do; {@link Instant#MAX} for never. */
    Instant deadline() {
        return roundEnds;
    }

    private void beginRound(int number, Instant now) {
        round = number;
        roundEnds = now.plus(ROUND);
        effects.accept(new Effect.SendSolicitation(name));
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("claimants", PeerIdentity.class, List.copyOf(claimants), claimants::add);
        archive.rows("answered", PeerIdentity.class, List.copyOf(answered), answered::add);
        round = archive.number("round", round);
        roundEnds = archive.instant("roundEnds", roundEnds);
    }
}

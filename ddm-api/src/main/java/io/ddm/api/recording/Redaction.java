package io.ddm.api.recording;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.TableDigest.Bits;
import java.util.List;
import java.util.Optional;

/**
 * Keeps keys out of recordings. The digests of tables are keyed sums: neither key nor sum is recorded, only how many
 * entries a digest counts and, of the digest that comes with a peer's pull, whether it was the one that the router had
 * itself. A router that replays a recording has a key that everyone knows; in place of the peer's sum it is given its
 * own where the recorded one was the same.
 */
final class Redaction {

    /** Stands for the sum of a digest that was the router's own. */
    private static final Bits SAME = new Bits(0, 1);

    /** Stands for any other sum; that of no table is as unlikely. */
    private static final Bits OTHER = new Bits(-1, -1);

    private Redaction() {}

    /** An event as it is recorded, once its effects are known. */
    static Event redacted(Event event, List<Effect> effects) {
        if (!(event instanceof Event.PullReceived pull) || pull.held().isEmpty()) {
            return event;
        }
        boolean same = effects.stream()
                .anyMatch(effect -> effect instanceof Effect.AnswerPull answer && answer.isUnchanged()
                        && answer.request() == pull.request());
        return with(pull, digest(pull.held().get().count(), same));
    }

    /**
     * A recorded event as a router that replays it receives it.
     *
     * @param own what this router's digest of the peer's table is, if it has one
     */
    static Event restored(Event.PullReceived pull, Optional<TableDigest> own) {
        return pull.held().isPresent() && isSame(pull.held().get()) && own.isPresent()
                ? with(pull, new TableDigest(own.get().key(), pull.held().get().count(), own.get().sum()))
                : pull;
    }

    static TableDigest digest(long entries, boolean isSame) {
        return new TableDigest(Bits.ZERO, entries, isSame ? SAME : OTHER);
    }

    static boolean isSame(TableDigest digest) {
        return digest.key().equals(Bits.ZERO) && digest.sum().equals(SAME);
    }

    private static Event with(Event.PullReceived pull, TableDigest held) {
        return new Event.PullReceived(pull.name(), pull.source(), pull.extensions(), Optional.of(held),
                pull.request());
    }
}

package io.ddm.fsm.rib.out;

import io.ddm.fsm.digest.RunningDigest;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The digest of what a peer surely holds from us. Its key comes when entries are sure already, so it begins with
 * nothing and a walk over the destinations, in order, which {@linkplain #cover covers} one after the other; what
 * changes behind the walk counts at once, what changes before it when it is covered.
 */
final class ConfirmedDigest {

    private final RunningDigest sum;
    private @Nullable Destination upTo;
    private boolean whole;

    ConfirmedDigest(TableDigest.Bits key) {
        this.sum = new RunningDigest(key);
    }

    /** From now on this destination, and all before it, count. */
    void cover(Destination destination) {
        upTo = destination;
    }

    /** From now on every destination counts. */
    void coverAll() {
        whole = true;
    }

    void add(Destination destination, RouterPath path) {
        if (counts(destination)) {
            sum.add(destination, path);
        }
    }

    void remove(Destination destination, RouterPath path) {
        if (counts(destination)) {
            sum.remove(destination, path);
        }
    }

    /** Nothing is sure any more. */
    void clear() {
        sum.clear();
    }

    TableDigest now() {
        return sum.now();
    }

    boolean matches(TableDigest theirs) {
        return whole && sum.now().equals(theirs);
    }

    private boolean counts(Destination destination) {
        return whole || (upTo != null && Destination.ORDER.compare(destination, upTo) <= 0);
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        upTo = archive.optional("upTo", Destination.class, Optional.ofNullable(upTo)).orElse(null);
        whole = archive.flag("whole", whole);
    }
}

package io.ddm.daemon;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A daemon that fails or hangs when one of four prefixes is originated by itself or offered by a peer. */
public final class FaultyDdmd {

    static final Prefix EXCEPTION = Prefix.parse("fd00:bad::/64");
    static final Prefix STACK_OVERFLOW = Prefix.parse("fd00:bad:1::/64");
    static final Prefix OUT_OF_MEMORY = Prefix.parse("fd00:bad:2::/64");
    static final Prefix HANG = Prefix.parse("fd00:bad:3::/64");

    private static volatile Object retained = "";

    private FaultyDdmd() {}

    /** Runs it. */
    public static void main(String[] args) {
        Ddmd.main(FaultyDdmd::probe, args);
    }

    private static void probe(Event event) {
        List<?> destinations = switch (event) {
            case Event.Originate e -> List.copyOf(e.destinations());
            case Event.PushReceived e -> e.update().announce().stream().map(PathVector::destination).toList();
            case Event.PullCompleted e -> e.table().stream().map(PathVector::destination).toList();
            default -> List.of();
        };
        if (destinations.contains(EXCEPTION)) {
            throw new IllegalStateException("injected fault");
        }
        if (destinations.contains(STACK_OVERFLOW)) {
            recurse(0);
        }
        if (destinations.contains(OUT_OF_MEMORY)) {
            allocate();
        }
        while (destinations.contains(HANG)) {
            LockSupport.park();
        }
    }

    /** Keeps all that it allocates. */
    private static void allocate() {
        while (true) {
            Object[] next = new Object[1 << 18];
            next[0] = retained;
            retained = next;
        }
    }

    private static long recurse(long depth) {
        return depth < 0 ? depth : recurse(depth + 1) + 1;
    }
}

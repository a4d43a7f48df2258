package io.ddm.fsm.policy;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Which offers of a peer are imported; the others are rejected one by one.
 *
 * @param filter what the operator lets pass
 * @param maxPrefixes how many destinations one peer may offer. Too small: routes are missing; too large: a peer gone
 *     wild can take this much memory, about 1 KiB each
 * @param maxPathLength how many routers a path may have. Too small: far networks are missing; too large: paths that
 *     grow in a loop of routers without loop check are carried along for as long
 * @param maxPaths how many paths all peers may offer together, see {@link PathRoom}. Too small: routes are missing; too
 *     large: memory ends before, and the process with it
 */
public record ImportPolicy(PrefixFilter filter, int maxPrefixes, int maxPathLength, int maxPaths) {

    /** 100,000 routes that a transit passes on, what it originates itself, and room to grow; 2^17. */
    public static final int DEFAULT_MAX_PREFIXES = 131_072;

    /** What a path may take of memory in bytes, with all that follows from it: measured on a transit. */
    public static final int BYTES_PER_PATH = 1640;

    /** Everything that is not reserved, in amounts far beyond any rack. */
    public static final ImportPolicy DEFAULT = new ImportPolicy(PrefixFilter.ALL, DEFAULT_MAX_PREFIXES, 32);

    /**
     * @throws IllegalArgumentException if a limit is not positive
     */
    public ImportPolicy {
        if (maxPrefixes < 1 || maxPathLength < 1 || maxPaths < 1) {
            throw new IllegalArgumentException(
                    "the limits of prefixes per peer, of path length and of paths are at least 1");
        }
    }

    /** As many paths as each peer likes. */
    public ImportPolicy(PrefixFilter filter, int maxPrefixes, int maxPathLength) {
        this(filter, maxPrefixes, maxPathLength, Integer.MAX_VALUE);
    }

    /** The same with room for as many paths as half of a heap holds; the rest is for what moves, and for garbage. */
    public ImportPolicy withinHeap(long heapBytes) {
        return new ImportPolicy(filter, maxPrefixes, maxPathLength,
                Math.clamp(heapBytes / 2 / BYTES_PER_PATH, 1, Integer.MAX_VALUE));
    }

    /**
     * Selects what is imported.
     *
     * @param known what the same peer has on offer beside this
     * @param local what belongs to this machine
     * @param hasRoom whether a path that is otherwise admitted finds room, which it takes
     * @param refused receives everything else
     */
    public List<PathVector> admit(Collection<PathVector> offered, Set<Destination> known, LocalPrefixes local,
            Predicate<PathVector> hasRoom, BiConsumer<RejectReason, PathVector> refused) {
        List<PathVector> admitted = new ArrayList<>(offered.size());
        Set<Destination> added = new TreeSet<>(Destination.ORDER);
        for (PathVector p : offered) {
            rejection(p, local).or(() -> fits(p.destination(), known, added))
                    .or(() -> hasRoom.test(p) ? Optional.empty() : Optional.of(RejectReason.TOO_MANY_PATHS))
                    .ifPresentOrElse(refusal -> refused.accept(refusal, p), () -> admitted.add(p));
        }
        return admitted;
    }

    private Optional<RejectReason> fits(Destination destination, Set<Destination> known, Set<Destination> added) {
        if (known.contains(destination) || added.contains(destination)) {
            return Optional.empty();
        }
        if (known.size() + added.size() >= maxPrefixes) {
            return Optional.of(RejectReason.TOO_MANY);
        }
        added.add(destination);
        return Optional.empty();
    }

    /** Why a path is not imported, as far as it does not depend on what else there is. */
    public Optional<RejectReason> rejection(PathVector offered, LocalPrefixes local) {
        if (offered.path().isEmpty()) {
            return Optional.of(RejectReason.NO_PATH);
        }
        if (offered.path().length() > maxPathLength) {
            return Optional.of(RejectReason.LONG_PATH);
        }
        Destination destination = offered.destination();
        Prefix routed = destination.routedPrefix();
        return ReservedPrefixes.rejectedAlways(destination)
                .or(destination::rejection)
                .or(() -> routed == null
                        ? ReservedPrefixes.rejectedUnlessPermitted(destination)
                        : check(routed, local));
    }

    /** Why a prefix that is to be programmed is not imported, whatever its path. */
    public Optional<RejectReason> check(Prefix prefix, LocalPrefixes local) {
        return ReservedPrefixes.check(prefix, filter)
                .or(() -> local.check(prefix, filter))
                .or(() -> filter.permits(prefix) ? Optional.empty() : Optional.of(RejectReason.FILTERED));
    }
}

package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What of a peer's offers is taken in; the rest is refused one by one.
 *
 * @param filter what the operator lets pass
 * @param maxPrefixes how many destinations one peer may offer. Too small: routes are missing; too large: a peer gone
 *     wild can take this much memory, about 1 KiB each
 * @param maxPathLength how many routers a path may have. Too small: far networks are missing; too large: paths that
 *     grow in a loop of routers without loop check are carried along for as long
 */
public record ImportPolicy(PrefixFilter filter, int maxPrefixes, int maxPathLength) {

    /** 100,000 routes that a transit passes on, what it originates itself, and room to grow; 2^17. */
    public static final int DEFAULT_MAX_PREFIXES = 131_072;

    /** Everything that is not reserved, in amounts far beyond any rack. */
    public static final ImportPolicy DEFAULT = new ImportPolicy(PrefixFilter.ALL, DEFAULT_MAX_PREFIXES, 32);

    /**
     * @throws IllegalArgumentException if a limit is not positive
     */
    public ImportPolicy {
        if (maxPrefixes < 1 || maxPathLength < 1) {
            throw new IllegalArgumentException("the limits of prefixes per peer and of path length are at least 1");
        }
    }

    /**
     * Sorts out what is taken in.
     *
     * @param known what the same peer has on offer beside this
     * @param local what belongs to this machine
     * @param refused told everything that is not taken in
     */
    public List<PathVector> admit(Collection<PathVector> offered, Set<Destination> known, LocalPrefixes local,
            BiConsumer<Refusal, PathVector> refused) {
        List<PathVector> admitted = new ArrayList<>(offered.size());
        Set<Destination> added = new TreeSet<>(Destination.ORDER);
        for (PathVector p : offered) {
            judge(p, local).or(() -> fits(p.destination(), known, added)).ifPresentOrElse(
                    refusal -> refused.accept(refusal, p), () -> admitted.add(p));
        }
        return admitted;
    }

    private Optional<Refusal> fits(Destination destination, Set<Destination> known, Set<Destination> added) {
        if (known.contains(destination) || added.contains(destination)) {
            return Optional.empty();
        }
        if (known.size() + added.size() >= maxPrefixes) {
            return Optional.of(Refusal.TOO_MANY);
        }
        added.add(destination);
        return Optional.empty();
    }

    private Optional<Refusal> judge(PathVector offered, LocalPrefixes local) {
        if (offered.path().isEmpty()) {
            return Optional.of(Refusal.NO_PATH);
        }
        if (offered.path().size() > maxPathLength) {
            return Optional.of(Refusal.LONG_PATH);
        }
        Optional<Refusal> reserved = ReservedPrefixes.rejectedAlways(offered.destination());
        if (reserved.isPresent()) {
            return reserved;
        }
        return switch (offered.destination()) {
            case Prefix prefix -> judge(prefix, local);
            case TunnelOrigin tunnel -> ReservedPrefixes.rejectedUnlessPermitted(tunnel);
        };
    }

    /** Why an underlay prefix is not imported; what no filter permits apart. */
    private Optional<Refusal> judge(Prefix prefix, LocalPrefixes local) {
        return ReservedPrefixes.check(prefix, filter).or(() -> local.check(prefix, filter)).or(
                () -> filter.permits(prefix) ? Optional.empty() : Optional.of(Refusal.FILTERED));
    }
}

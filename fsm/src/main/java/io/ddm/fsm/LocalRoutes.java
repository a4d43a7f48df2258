package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.LocalPrefixes;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.session.RejectedRoutes;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.table.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps peers from drawing away what belongs to this machine. New offers are checked when they arrive; when what
 * belongs here changes, known offers inside it are checked again, a slice at a time, and all of them when the import
 * policy changes.
 */
final class LocalRoutes {

    private static final Prefix ALL = Prefix.parse("::/0");

    private static final Set<RejectReason> BY_ADDRESS = Collections
            .unmodifiableSet(EnumSet.of(RejectReason.OWN_ADDRESS, RejectReason.CONNECTED));
    private static final Set<RejectReason> BY_ORIGIN = Collections.unmodifiableSet(EnumSet.of(RejectReason.OWN_PREFIX));

    private final Rib rib;
    private final Supplier<ImportPolicy> policy;
    private final Supplier<List<Session>> sessions;
    private final LocalPrefixes local = new LocalPrefixes();
    private final Deque<Recheck> rechecks = new ArrayDeque<>();
    private long version;

    /** Offers within a network, from the one after {@code last} on. */
    private static final class Recheck {
        private final Prefix network;
        private @Nullable Prefix last;

        Recheck(Prefix network) {
            this.network = network;
        }
    }

    /**
     * @param policy the one that applies at the moment
     */
    LocalRoutes(Rib rib, Supplier<ImportPolicy> policy, Supplier<List<Session>> sessions) {
        this.rib = rib;
        this.policy = policy;
        this.sessions = sessions;
    }

    LocalPrefixes prefixes() {
        return local;
    }

    /** These destinations are ours from now on, or no longer. */
    void originated(List<Destination> changed, boolean ours) {
        version++;
        if (ours) {
            local.originate(changed);
        } else {
            local.withdraw(changed);
        }
        for (Destination destination : changed) {
            Prefix routed = destination.routedPrefix();
            if (routed != null && LocalPrefixes.isOwn(routed)) {
                rechecks.add(new Recheck(routed));
            }
        }
    }

    /** A withdrawal is complete: what the prefixes kept out is pulled again. */
    void withdrawn() {
        pullRejected(BY_ORIGIN);
    }

    /** Changes with what belongs to this machine, and with the import policy. */
    long version() {
        return version;
    }

    /** These are all addresses and subnets of this machine. */
    void connected(Set<Ipv6Address> addresses, Set<Prefix> subnets) {
        version++;
        LocalPrefixes.Change change = local.connect(addresses, subnets);
        change.added().forEach(network -> rechecks.add(new Recheck(network)));
        if (change.removed()) {
            pullRejected(BY_ADDRESS);
        }
    }

    /** The import policy was this and may be another now; whole tables show what that one permits. */
    void policyChanged(ImportPolicy before) {
        if (!policy.get().equals(before)) {
            version++;
            rechecks.add(new Recheck(ALL));
            sessions.get().forEach(Session::requestPull);
        }
    }

    boolean canWork() {
        return !rechecks.isEmpty();
    }

    /** Goes on checking; returns the destinations that are now reached in another way. */
    List<Destination> work(Budget budget) {
        List<Destination> touched = new ArrayList<>();
        while (budget.isLeft() && !rechecks.isEmpty()) {
            Recheck recheck = rechecks.getFirst();
            Optional<Prefix> next = rib.nextWithin(recheck.network, recheck.last);
            budget.spend(1);
            if (next.isEmpty()) {
                rechecks.removeFirst();
                continue;
            }
            Prefix prefix = next.get();
            recheck.last = prefix;
            policy.get().check(prefix, local).ifPresent(reason -> {
                if (reject(prefix, reason, budget)) {
                    touched.add(prefix);
                }
            });
        }
        return touched;
    }

    private boolean reject(Prefix prefix, RejectReason reason, Budget budget) {
        boolean touched = false;
        List<Session> all = sessions.get();
        budget.spend(all.size());
        for (Session session : all) {
            List<RejectedRoutes> rejected = new ArrayList<>();
            rib.reject(session.table(), prefix, path -> rejected.add(new RejectedRoutes(reason, 1, path)));
            touched |= !rejected.isEmpty();
            rejected.forEach(session::reject);
        }
        return touched;
    }

    /** What peers offered and was rejected for a reason that may be gone is pulled again. */
    private void pullRejected(Collection<RejectReason> reasons) {
        for (Session session : sessions.get()) {
            if (session.rejected().stream().map(RejectedRoutes::reason).anyMatch(reasons::contains)) {
                session.requestPull();
            }
        }
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        local.archive(archive.in("local"), rib.originated());
        version = archive.number("version", version);
        archive.parts("rechecks", rechecks, LocalRoutes::archive, rechecks::add);
    }

    private static Recheck archive(Archive archive, Optional<Recheck> now) {
        Prefix network = archive.optional("network", Prefix.class, now.map(recheck -> recheck.network)).orElseThrow();
        Recheck kept = now.orElseGet(() -> new Recheck(network));
        kept.last = archive.optional("last", Prefix.class, Optional.ofNullable(kept.last)).orElse(null);
        return kept;
    }
}

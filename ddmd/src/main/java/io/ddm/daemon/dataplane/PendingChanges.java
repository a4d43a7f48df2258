package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests that wait for the thread of the data plane: at most one change for each network, however long that is busy.
 * The lock is never held longer than it takes to add or take them.
 */
final class PendingChanges {

    /**
     * What was requested since the last time.
     *
     * @param changes one for each network, next hops sorted, each once
     * @param ranks the latest ranks of next hops, new or not
     * @param sweep whether the sweep was requested
     * @param removals to be completed when everything is removed
     * @param flushes to be completed when the forwarding plane has accepted or refused the changes
     */
    record Taken(List<FibChange> changes, NextHopRanks ranks, boolean sweep, List<CompletableFuture<Void>> removals,
            List<CompletableFuture<Void>> flushes) {}

    private static final String CLOSED = "the data plane is closed";

    private final ReentrantLock lock = new ReentrantLock();
    private Map<Prefix, FibChange> changes = new LinkedHashMap<>();
    private List<CompletableFuture<Void>> removals = new ArrayList<>();
    private List<CompletableFuture<Void>> flushes = new ArrayList<>();
    private NextHopRanks ranks = NextHopRanks.NONE;
    private boolean sweep;
    private boolean closed;
    private boolean removing;
    private int inWork;

    /** Adds changes, unless everything is to be removed: then they are dropped. */
    void add(List<FibChange> desired) {
        lock.lock();
        try {
            if (removing) {
                return;
            }
            for (FibChange change : desired) {
                FibChange canonical = canonical(change);
                changes.put(canonical.network(), canonical);
            }
        } finally {
            lock.unlock();
        }
    }

    void rank(NextHopRanks latest) {
        lock.lock();
        try {
            ranks = latest;
        } finally {
            lock.unlock();
        }
    }

    /** The latest ranks, also after {@link #take}. */
    NextHopRanks ranks() {
        lock.lock();
        try {
            return ranks;
        } finally {
            lock.unlock();
        }
    }

    void addSweep() {
        lock.lock();
        try {
            sweep = true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the changes that wait, and all that arrive from now on. */
    CompletableFuture<Void> addRemoval() {
        lock.lock();
        try {
            removing = true;
            changes.clear();
            return waiting(removals);
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Void> addFlush() {
        lock.lock();
        try {
            return waiting(flushes);
        } finally {
            lock.unlock();
        }
    }

    /** Puts back removals and flushes that could not be completed; they fail if the data plane was closed meanwhile. */
    void retry(Taken unfinished) {
        List<CompletableFuture<Void>> late = new ArrayList<>();
        lock.lock();
        try {
            (closed ? late : removals).addAll(unfinished.removals());
            (closed ? late : flushes).addAll(unfinished.flushes());
        } finally {
            lock.unlock();
        }
        failClosed(late);
    }

    private CompletableFuture<Void> waiting(List<CompletableFuture<Void>> queue) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException(CLOSED));
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        queue.add(answer);
        return answer;
    }

    /** Takes everything that waits; it counts as pending until {@link #done()}. */
    Taken take() {
        lock.lock();
        try {
            Taken taken = new Taken(List.copyOf(changes.values()), ranks, sweep, removals, flushes);
            inWork = changes.size();
            changes = new LinkedHashMap<>();
            removals = new ArrayList<>();
            flushes = new ArrayList<>();
            sweep = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void done() {
        lock.lock();
        try {
            inWork = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Networks whose latest change is not carried out yet. */
    int size() {
        lock.lock();
        try {
            return changes.size() + inWork;
        } finally {
            lock.unlock();
        }
    }

    /** Rejects removals and flushes from now on; those that wait fail. */
    void close() {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            waiting.addAll(removals);
            waiting.addAll(flushes);
            removals = new ArrayList<>();
            flushes = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        failClosed(waiting);
    }

    private static void failClosed(List<CompletableFuture<Void>> waiting) {
        waiting.forEach(answer -> answer.completeExceptionally(new IllegalStateException(CLOSED)));
    }

    /** The same change with host bits cleared and next hops sorted, each once with its last weight. */
    private static FibChange canonical(FibChange change) {
        Prefix network = change.network().network();
        boolean ascending = true;
        for (int i = 1; i < change.nextHops().size(); i++) {
            NextHop before = change.nextHops().get(i - 1).nextHop();
            ascending &= before.compareTo(change.nextHops().get(i).nextHop()) < 0;
        }
        if (ascending) {
            return network.equals(change.network()) ? change : new FibChange(network, change.nextHops());
        }
        Map<NextHop, WeightedNextHop> sorted = new TreeMap<>();
        change.nextHops().forEach(weighted -> sorted.put(weighted.nextHop(), weighted));
        return new FibChange(network, List.copyOf(sorted.values()));
    }
}

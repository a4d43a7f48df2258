package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import io.ddm.fsm.rib.FibChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wishes that wait for the thread that fulfils them: at most one per network, however long it is busy. The lock is
 * never held longer than it takes to note something down.
 */
final class PendingChanges {

    /**
     * What was wished for since the last time.
     *
     * @param changes next hops of each network, sorted, none twice
     * @param sweep whether the sweep was asked for
     * @param removals to be completed when everything is removed
     * @param flushes to be completed when the changes have been put to the kernel
     */
    record Taken(Map<Prefix, List<WeightedNextHop>> changes, boolean sweep, List<CompletableFuture<Void>> removals,
            List<CompletableFuture<Void>> flushes) {}

    private static final String CLOSED = "the data plane is closed";

    private final ReentrantLock lock = new ReentrantLock();
    private Map<Prefix, List<WeightedNextHop>> changes = new LinkedHashMap<>();
    private List<CompletableFuture<Void>> removals = new ArrayList<>();
    private List<CompletableFuture<Void>> flushes = new ArrayList<>();
    private boolean sweep;
    private boolean closed;
    private boolean removing;
    private int inWork;

    /** Takes changes, unless everything is to be removed: then they are dropped. */
    void add(List<FibChange> desired) {
        lock.lock();
        try {
            if (removing) {
                return;
            }
            for (FibChange wish : desired) {
                changes.put(wish.network().network(), GroupTable.canonical(wish.nextHops()));
            }
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

    /** Changes that wait, and those that come from now on, are void. */
    CompletableFuture<Void> addRemoval() {
        lock.lock();
        try {
            removing = true;
            changes.clear();
            return answered(removals);
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Void> addFlush() {
        lock.lock();
        try {
            return answered(flushes);
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

    private CompletableFuture<Void> answered(List<CompletableFuture<Void>> waiting) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException(CLOSED));
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.add(answer);
        return answer;
    }

    /** Everything that waits; it counts as pending until {@link #done()}. */
    Taken take() {
        lock.lock();
        try {
            Taken taken = new Taken(changes, sweep, removals, flushes);
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

    /** Networks whose newest wish is not fulfilled yet. */
    int size() {
        lock.lock();
        try {
            return changes.size() + inWork;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more removals and flushes; those that wait fail. */
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
}

package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
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
     */
    record Taken(Map<Prefix, List<NextHop>> changes, boolean sweep, List<CompletableFuture<Void>> removals) {}

    private final ReentrantLock lock = new ReentrantLock();
    private Map<Prefix, List<NextHop>> changes = new LinkedHashMap<>();
    private List<CompletableFuture<Void>> removals = new ArrayList<>();
    private boolean sweep;
    private boolean closed;
    private int inWork;

    void add(List<FibChange> wishes) {
        lock.lock();
        try {
            for (FibChange wish : wishes) {
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

    /** Whatever was wished for before is void. */
    CompletableFuture<Void> addRemoval() {
        CompletableFuture<Void> removal = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                removal.completeExceptionally(new IllegalStateException("the data plane is closed"));
            } else {
                changes.clear();
                removals.add(removal);
            }
        } finally {
            lock.unlock();
        }
        return removal;
    }

    /** Everything that waits; it counts as pending until {@link #done()}. */
    Taken take() {
        lock.lock();
        try {
            Taken taken = new Taken(changes, sweep, removals);
            inWork = changes.size();
            changes = new LinkedHashMap<>();
            removals = new ArrayList<>();
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

    /** Takes no more removals; those that wait fail. */
    void close() {
        List<CompletableFuture<Void>> waiting;
        lock.lock();
        try {
            closed = true;
            waiting = removals;
            removals = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        waiting.forEach(
                removal -> removal.completeExceptionally(new IllegalStateException("the data plane is closed")));
    }
}

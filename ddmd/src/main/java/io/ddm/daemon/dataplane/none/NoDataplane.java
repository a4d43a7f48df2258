package io.ddm.daemon.dataplane.none;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Takes every order, does nothing and only counts the networks that are wanted; none is ever installed. */
public final class NoDataplane implements Dataplane {

    private final Set<Prefix> wanted = ConcurrentHashMap.newKeySet();
    private volatile boolean removed;

    @Override
    public void apply(List<FibChange> changes) {
        if (removed) {
            return;
        }
        for (FibChange change : changes) {
            if (change.nextHops().isEmpty()) {
                wanted.remove(change.network().network());
            } else {
                wanted.add(change.network().network());
            }
        }
    }

    @Override
    public void sweep() {
        // Nothing was adopted.
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public DataplaneStatus status() {
        return new DataplaneStatus(wanted.size(), 0, 0, Map.of(), Map.of(), 0, Optional.empty());
    }

    @Override
    public CompletionStage<Void> removeAll() {
        removed = true;
        wanted.clear();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}

package io.ddm.daemon.dataplane.none;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.ForwardingPlane;
import io.ddm.daemon.dataplane.Outcome;
import io.ddm.daemon.dataplane.Phase;
import io.ddm.daemon.dataplane.PlaneEvents;
import io.ddm.daemon.dataplane.ReconciledDataplane;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Accepts every change and installs nothing: the desired routes are only counted. */
public final class NoPlane implements ForwardingPlane {

    private final Semaphore wakeUps = new Semaphore(0);

    private NoPlane() {}

    /**
     * Opens a data plane that installs no route.
     *
     * @param died called on the data plane's thread when that ends by an error
     */
    public static Dataplane open(Consumer<Throwable> died) throws IOException {
        return ReconciledDataplane.open(new NoPlane(), died);
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) {
        return Optional.of(Map.of());
    }

    @Override
    public Outcome apply(List<FibChange> changes, Phase phase) {
        return Outcome.ACCEPTED;
    }

    @Override
    public Outcome rank(NextHopRanks ranks, Phase phase) {
        return Outcome.ACCEPTED;
    }

    @Override
    public boolean removeLeftovers(Phase phase) {
        return true;
    }

    @Override
    public PlaneEvents takeEvents() {
        return PlaneEvents.NONE;
    }

    @Override
    public boolean installsRoutes() {
        return false;
    }

    @Override
    public void await(int milliseconds) {
        try {
            if (wakeUps.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        wakeUps.release();
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}

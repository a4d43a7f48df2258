package io.ddm.daemon.dataplane;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a forwarding plane as desired, one step at a time: {@link #work} is to be called when changes were requested,
 * when the forwarding plane has events, and when {@link #millisUntilDue} have passed. It has no thread and no clock of
 * its own. Used by one thread at a time.
 *
 * <p>Each step takes all changes that were requested while the one before was busy. The forwarding plane is audited
 * when another process touched what is ours, when a link changed, after a refusal, and from time to time. A next hop
 * that fails does not wait for the end of an audit. Until the forwarding plane has been read completely for the first
 * time nothing is changed and changes wait: it would not be known which objects carry a predecessor's routes.
 */
final class ReconcileLoop {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /** A start waits so long for the first complete dump; after that it goes on, and changes wait. */
    static final Duration FIRST_DUMP_TIMEOUT = Duration.ofSeconds(2);

    private final ForwardingPlane plane;
    private final PendingChanges pending;
    private final LongSupplier nanoTime;
    private final Reconciler reconciler;
    private final AuditSchedule audits;
    private final RefusedRoutesLog refusals;
    private final long createdAt;
    private boolean linkChanged;
    private volatile DataplaneStatus published = DataplaneStatus.EMPTY;
    private volatile LongConsumer onApplied = nanos -> {};

    /**
     * @param pending where changes are requested
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    ReconcileLoop(ForwardingPlane plane, PendingChanges pending, LongSupplier nanoTime) {
        this.plane = plane;
        this.pending = pending;
        this.nanoTime = nanoTime;
        this.reconciler = new Reconciler(plane, pending::ranks);
        this.audits = new AuditSchedule(nanoTime);
        this.refusals = new RefusedRoutesLog(nanoTime);
        this.createdAt = nanoTime.getAsLong();
    }

    /**
     * Reads the forwarding plane for the first time, to adopt the routes of a predecessor.
     *
     * @return false if that was not possible and is to be repeated after a short pause; true if it was, or if it was
     *     tried for 2 s and is left to {@link #work}
     * @throws IOException if the forwarding plane cannot be asked at all
     */
    boolean start() throws IOException {
        try {
            reconciler.audit(true, false);
            publish();
            if (plane.installsRoutes()) {
                LOG.info("data plane: {}, adopted {} routes from a previous process", plane.name(),
                        reconciler.adopted());
            }
            return true;
        } catch (IncompleteDumpException e) {
            if (nanoTime.getAsLong() - createdAt <= FIRST_DUMP_TIMEOUT.toNanos()) {
                return false;
            }
            failed(e);
            publish();
            return true;
        }
    }

    /** From now on receives the nanoseconds that each batch of changes took; any thread. */
    void onApplied(LongConsumer observer) {
        onApplied = observer;
    }

    /** How long nothing is to be done if nothing happens, in milliseconds. */
    int millisUntilDue() {
        return audits.millisUntilDue();
    }

    /** Carries out what was requested, and audits the forwarding plane if that is due. */
    void work() {
        PlaneEvents events = plane.takeEvents();
        if (events.touched()) {
            audits.request();
        }
        if (events.linkChanged()) {
            linkChanged = true;
            audits.resetRetry();
            audits.request();
        }
        if (!reconciler.isPlaneKnown() && !(audits.isDue() && audit())) {
            publish();
            return;
        }
        PendingChanges.Taken taken = pending.take();
        boolean done = change(taken) && (!audits.isDue() || audit());
        publish();
        pending.done();
        if (!done || audits.isFailing()) {
            pending.retry(taken);
        } else {
            complete(taken.removals());
            taken.flushes().forEach(flush -> flush.complete(null));
        }
        refusals.update(reconciler.hasRefusals(), published);
    }

    /** The state after the latest step; may be called from any thread. */
    DataplaneStatus status() {
        // First what waits: read the other way round, a change could be missing in both.
        int waiting = pending.size();
        return published.withPending(waiting);
    }

    private boolean change(PendingChanges.Taken taken) {
        if (!taken.removals().isEmpty()) {
            if (reconciler.forgetAll()) {
                audits.requestNow();
            }
            audits.request();
        }
        if (taken.sweep()) {
            reconciler.sweep();
            audits.request();
        }
        try {
            long began = nanoTime.getAsLong();
            if (!reconciler.change(taken.changes(), taken.ranks())) {
                audits.resetRetry();
                audits.request();
            }
            if (!taken.changes().isEmpty()) {
                onApplied.accept(nanoTime.getAsLong() - began);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            failed(e);
            return false;
        }
    }

    /**
     * Compares the forwarding plane with what is desired, and repairs it; returns false if that was not possible, or if
     * a next hop that has become worse was more urgent.
     */
    private boolean audit() {
        audits.begin();
        try {
            OptionalInt repaired = reconciler.audit(linkChanged, audits.mayBePostponed());
            if (repaired.isEmpty()) {
                audits.postponed();
                return false;
            }
            if (repaired.getAsInt() > 0) {
                LOG.warn("data plane: repaired {} routes that another process had changed", repaired.getAsInt());
            }
            if (audits.isFailing()) {
                LOG.info("data plane: audits succeed again");
            }
            linkChanged = false;
            audits.succeeded(reconciler.hasRefusals());
            return true;
        } catch (IOException | RuntimeException e) {
            failed(e);
            return false;
        }
    }

    /** One line when audits begin to fail, however often they are retried. */
    private void failed(Exception e) {
        if (!audits.isFailing()) {
            LOG.warn("data plane: {}; retrying", e instanceof IOException ? e.getMessage() : e.toString());
        }
        LOG.debug("data plane: failed", e);
        reconciler.failed(String.valueOf(e.getMessage()));
        audits.failed(String.valueOf(e.getMessage()));
    }

    private void complete(List<CompletableFuture<Void>> removals) {
        for (CompletableFuture<Void> removal : removals) {
            if (reconciler.isAllRemoved()) {
                removal.complete(null);
            } else {
                removal.completeExceptionally(new IOException("not everything could be removed"));
            }
        }
    }

    private void publish() {
        DataplaneStatus status = reconciler.status();
        published = status.withFindings(status.findings().withUnreadable(audits.unreadable()));
    }
}

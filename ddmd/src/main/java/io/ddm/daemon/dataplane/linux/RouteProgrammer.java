package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.fsm.rib.FibChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Linux kernel as a data plane. One thread takes the wishes that came while it was busy, fulfils them, and compares
 * the kernel with what is wanted: when somebody else touched something of ours, when a link changed, when something was
 * refused (after a growing pause), and every few seconds anyway.
 */
public final class RouteProgrammer implements Dataplane {

    private static final Logger LOG = LoggerFactory.getLogger(RouteProgrammer.class);

    private static final long AUDIT_MS = 5000;
    private static final long FIRST_RETRY_MS = 100;
    private static final long LONGEST_RETRY_MS = 5000;

    private final PendingChanges pending = new PendingChanges();
    private final KernelEvents events;
    private final NetlinkRequests requests;
    private final Reconciler reconciler;
    private final Waker waker;
    private final Thread thread;
    private volatile DataplaneStatus status = DataplaneStatus.EMPTY;
    private volatile boolean closed;

    private long auditAt = nowMs() + AUDIT_MS;
    private long retryAt = Long.MAX_VALUE;
    private long retryMs = FIRST_RETRY_MS;

    /**
     * Takes charge of our routes in the calling thread's network namespace.
     *
     * @throws NetlinkException if the kernel cannot be asked, or has no nexthop objects (Linux before 5.3)
     */
    public static RouteProgrammer open() throws NetlinkException {
        RouteProgrammer programmer = new RouteProgrammer();
        programmer.thread.start();
        return programmer;
    }

    private RouteProgrammer() throws NetlinkException {
        events = new KernelEvents();
        requests = new NetlinkRequests(Netlink.open(), events::read);
        reconciler = new Reconciler(requests, KernelState.dump(requests));
        events.ignore(requests.portId(), reconciler::uses);
        waker = new Waker();
        thread = new Thread(this::run, "fib");
        thread.setDaemon(true);
    }

    @Override
    public void apply(List<FibChange> changes) {
        pending.add(changes);
        waker.wake();
    }

    @Override
    public void sweep() {
        pending.addSweep();
        waker.wake();
    }

    @Override
    public DataplaneStatus status() {
        return status.withPending(pending.size());
    }

    @Override
    public CompletionStage<Void> removeAll() {
        CompletableFuture<Void> removal = pending.addRemoval();
        waker.wake();
        return removal;
    }

    @Override
    public void close() {
        closed = true;
        waker.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (waker; events; requests) {
            while (!closed) {
                work(pending.take());
                status = reconciler.status();
                pending.done();
                long wait = Math.min(auditAt, retryAt) - nowMs();
                waker.await(events.socket(), (int) Math.clamp(wait, 0, AUDIT_MS));
                events.read();
            }
        } finally {
            pending.close();
        }
    }

    private void work(PendingChanges.Taken taken) {
        boolean remove = !taken.removals().isEmpty();
        if (remove) {
            reconciler.forgetAll();
        } else if (taken.sweep()) {
            reconciler.sweep();
        }
        try {
            boolean fulfilled = taken.changes().isEmpty() || reconciler.change(taken.changes());
            boolean linkChanged = events.takeLinkChanged();
            boolean touched = events.takeTouched();
            long now = nowMs();
            if (!fulfilled || remove || taken.sweep() || linkChanged || touched || now >= auditAt || now >= retryAt) {
                compare(linkChanged);
            }
            taken.removals().forEach(removal -> {
                if (reconciler.isKernelEmpty()) {
                    removal.complete(null);
                } else {
                    removal.completeExceptionally(new NetlinkException("routes of ours are left in the kernel"));
                }
            });
        } catch (NetlinkException e) {
            LOG.error("the kernel cannot be programmed, trying again: {}", e.getMessage());
            reconciler.failed(String.valueOf(e.getMessage()));
            taken.removals().forEach(removal -> removal.completeExceptionally(e));
            retryLater();
        }
    }

    private void compare(boolean linkChanged) throws NetlinkException {
        int repaired = reconciler.compare(linkChanged);
        if (repaired > 0) {
            LOG.warn("put {} of our routes and nexthops right again, which somebody else had changed", repaired);
        }
        auditAt = nowMs() + AUDIT_MS;
        if (reconciler.hasRefusals()) {
            retryLater();
        } else {
            retryAt = Long.MAX_VALUE;
            retryMs = FIRST_RETRY_MS;
        }
    }

    private void retryLater() {
        retryAt = nowMs() + retryMs;
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}

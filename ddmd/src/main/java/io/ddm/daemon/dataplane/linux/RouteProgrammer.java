package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.fsm.rib.FibChange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane of Linux: a thread that keeps the main table's routes of protocol 221 as they are wanted.
 *
 * <p>It works as soon as something is wished for and takes at once all that has come in while it was busy. It looks at
 * the kernel when a link of ours changes, when somebody else touched what is ours, when something was refused (after
 * 100 ms, doubling up to 5 s) and otherwise every 5 s.
 */
public final class RouteProgrammer implements Dataplane {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    private static final long AUDIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final KernelEvents events;
    private final NetlinkRequests requests;
    private final Waker waker;
    private final PendingChanges pending = new PendingChanges();
    private final Reconciler reconciler;
    private final Thread thread;
    private volatile DataplaneStatus published;
    private volatile boolean closing;
    private boolean lookDue;
    private long nextLook;
    private long retry = FIRST_RETRY_NANOS;
    private boolean refusing;

    private RouteProgrammer() throws NetlinkException {
        // Before the dump, so that nothing happens unseen in between.
        events = new KernelEvents();
        Waker bell = null;
        NetlinkRequests asking = null;
        try {
            bell = new Waker();
            asking = new NetlinkRequests(Netlink.open(), events::read);
            KernelState found = KernelState.dump(asking);
            checkPermission(asking, found);
            reconciler = new Reconciler(asking, found);
            LOG.info("data plane: netlink, protocol {}, {} routes of an earlier process", RouteMessages.PROTOCOL,
                    found.networks().size() + found.oddRoutes().size());
        } catch (NetlinkException e) {
            events.close();
            if (bell != null) {
                bell.close();
            }
            if (asking != null) {
                asking.close();
            }
            throw e;
        }
        waker = bell;
        requests = asking;
        events.ignore(requests.portId(), reconciler::uses);
        published = reconciler.status();
        nextLook = System.nanoTime() + AUDIT_NANOS;
        thread = Thread.ofPlatform().daemon().name("fib").unstarted(this::run);
    }

    /**
     * Takes over the routes of protocol 221 of the main table, in the network namespace of the calling thread.
     *
     * @throws NetlinkException if the kernel has no nexthop objects (Linux before 5.3), or if CAP_NET_ADMIN is lacking
     */
    public static RouteProgrammer open() throws NetlinkException {
        RouteProgrammer programmer = new RouteProgrammer();
        programmer.thread.start();
        return programmer;
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
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> flush = pending.addFlush();
        waker.wake();
        return flush;
    }

    @Override
    public DataplaneStatus status() {
        // First what waits: read the other way round, a wish could be missing in both.
        int waiting = pending.size();
        return published.withPending(waiting);
    }

    @Override
    public CompletionStage<Void> removeAll() {
        CompletableFuture<Void> removal = pending.addRemoval();
        waker.wake();
        return removal;
    }

    @Override
    public void close() {
        closing = true;
        waker.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                waker.await(events.socket(), millisUntilLook());
                if (!closing) {
                    work();
                }
            }
        } finally {
            pending.close();
            waker.close();
            requests.close();
            events.close();
        }
    }

    private void work() {
        PendingChanges.Taken taken = pending.take();
        Exception failure = null;
        try {
            fulfil(taken);
        } catch (NetlinkException | RuntimeException e) {
            // What the kernel has now is unknown: look again, not before the next retry.
            LOG.warn("data plane: {}", e.toString());
            reconciler.failed(String.valueOf(e.getMessage()));
            lookDue = false;
            lookLater(true);
            failure = e;
        }
        published = reconciler.status();
        pending.done();
        answer(taken.removals(), failure);
        if (failure == null) {
            taken.flushes().forEach(flush -> flush.complete(null));
        } else {
            pending.retry(taken.flushes());
        }
        tellRefusals();
    }

    private void fulfil(PendingChanges.Taken taken) throws NetlinkException {
        events.read();
        if (!taken.removals().isEmpty()) {
            reconciler.forgetAll();
            lookDue = true;
        }
        if (taken.sweep()) {
            reconciler.sweep();
            lookDue = true;
        }
        if (!taken.changes().isEmpty() && !reconciler.change(taken.changes())) {
            retry = FIRST_RETRY_NANOS;
            lookDue = true;
        }
        boolean linkChanged = events.takeLinkChanged();
        if (linkChanged) {
            retry = FIRST_RETRY_NANOS;
        }
        boolean touched = events.takeTouched();
        if (touched || linkChanged || lookDue || System.nanoTime() - nextLook >= 0) {
            look(linkChanged);
        }
    }

    private void answer(List<CompletableFuture<Void>> removals, @Nullable Exception failure) {
        for (CompletableFuture<Void> removal : removals) {
            if (failure == null && reconciler.isKernelEmpty()) {
                removal.complete(null);
            } else {
                removal.completeExceptionally(
                        failure != null ? failure : new NetlinkException("not everything could be removed"));
            }
        }
    }

    private void look(boolean linkChanged) throws NetlinkException {
        int repaired = reconciler.compare(linkChanged);
        if (repaired > 0) {
            LOG.warn("data plane: repaired {} routes or nexthops that somebody else had changed", repaired);
        }
        lookDue = false;
        lookLater(reconciler.hasRefusals());
    }

    /** Fixes when to look at the kernel if nothing happens before. */
    private void lookLater(boolean soon) {
        nextLook = System.nanoTime() + (soon ? retry : AUDIT_NANOS);
        retry = soon ? Math.min(2 * retry, LAST_RETRY_NANOS) : FIRST_RETRY_NANOS;
    }

    private int millisUntilLook() {
        long nanos = nextLook - System.nanoTime();
        return nanos <= 0 ? 0 : (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    /** One line when refusals begin and one when they end, however many there are. */
    private void tellRefusals() {
        boolean any = reconciler.hasRefusals();
        if (any && !refusing) {
            LOG.warn("data plane: {} networks refused, next hops refused: {}; trying again",
                    published.refused().size(), published.refusedNextHops());
        } else if (!any && refusing) {
            LOG.info("data plane: nothing is refused any more");
        }
        refusing = any;
    }

    /** Removes what does not exist, which says whether we may and whether the kernel knows nexthop objects. */
    private static void checkPermission(NetlinkRequests asking, KernelState found) throws NetlinkException {
        int free = new NexthopIds().next(found::isTaken);
        Map<Integer, NetlinkRequests.Refusal> refused = asking.execute(List.of(free), NexthopMessages::delete);
        for (NetlinkRequests.Refusal refusal : refused.values()) {
            if (refusal.errno() != Errno.ENOENT) {
                throw new NetlinkException("nexthop objects", refusal.errno());
            }
        }
    }
}

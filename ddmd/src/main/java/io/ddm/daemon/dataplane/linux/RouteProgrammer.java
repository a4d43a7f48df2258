package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.fsm.rib.FibChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane of Linux: a thread that keeps the main table's routes of protocol 221 as they are wanted.
 *
 * <p>It works as soon as something is wished for and takes at once all that has come in while it was busy. It audits
 * the kernel when a link of ours changes, when another process touched what is ours, when something was refused, and
 * every 5 s. Until it has read the kernel completely for the first time it changes nothing and lets changes wait: it
 * would not know which nexthop objects carry a predecessor's routes.
 */
public final class RouteProgrammer implements Dataplane {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");
    /** A start waits so long for a complete dump; after that it goes on, and the data plane waits. */
    private static final Duration FIRST_DUMP_TIMEOUT = Duration.ofSeconds(2);
    private static final int FIRST_DUMP_RETRY_MS = 50;
    /** {@link #close} waits so long for work that is under way; a change of a large table takes seconds. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);

    private final NamespaceLock lock;
    private final KernelEvents events;
    private final NetlinkRequests requests;
    private final Waker waker;
    private final PendingChanges pending = new PendingChanges();
    private final AuditSchedule audits = new AuditSchedule();
    private final Reconciler reconciler;
    private final Thread thread;
    private volatile DataplaneStatus published = DataplaneStatus.EMPTY;
    private volatile boolean closing;
    private boolean linkChanged;
    private boolean forwards = true;
    private final KernelRefusalLog refusals = new KernelRefusalLog(System::nanoTime);

    private RouteProgrammer(KernelReader reader, Consumer<Throwable> died) throws IOException {
        lock = NamespaceLock.acquire(NamespaceLock.PREDECESSOR_TIMEOUT);
        Netlink asking = null;
        KernelEvents listening = null;
        Waker bell = null;
        try {
            asking = Netlink.open();
            // Before the dump, so that nothing happens unseen in between.
            listening = new KernelEvents(asking.portId());
            bell = new Waker();
            requests = new NetlinkRequests(asking, listening::read);
            checkPermission(requests);
            KernelEvents seen = listening;
            reconciler = new Reconciler(requests, reader, () -> {
                seen.read();
                return seen.removedRoutes();
            });
            firstAudit(bell);
        } catch (NetlinkException e) {
            lock.close();
            if (asking != null) {
                asking.close();
            }
            if (listening != null) {
                listening.close();
            }
            if (bell != null) {
                bell.close();
            }
            throw e;
        }
        events = listening;
        waker = bell;
        events.concerning(reconciler::uses);
        publish();
        thread = Thread.ofPlatform().daemon().name("fib").unstarted(() -> run(died));
    }

    /**
     * Takes over the routes of protocol 221 of the main table, in the network namespace of the calling thread.
     *
     * @param died called on the data plane's thread when that ends by an error: nothing is programmed any more, routes
     *     stay as they are
     * @throws IOException if the kernel has no nexthop objects (Linux before 5.3), if CAP_NET_ADMIN is lacking, or if
     *     another data plane of ours works in this namespace; waits up to 3 s for that to end
     */
    public static RouteProgrammer open(Consumer<Throwable> died) throws IOException {
        return open(KernelState::dump, died);
    }

    static RouteProgrammer open(KernelReader reader, Consumer<Throwable> died) throws IOException {
        RouteProgrammer programmer = new RouteProgrammer(reader, died);
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
        boolean ended = false;
        try {
            ended = thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            // The thread frees its resources when the kernel has answered, if the process still runs then.
            DataplaneStatus left = status();
            pending.close();
            LOG.warn("data plane: still waiting for the kernel after {} ms; routes installed: {}, changes not made: {}",
                    CLOSE_TIMEOUT.toMillis(), left.installed(), left.pending());
        }
    }

    private void run(Consumer<Throwable> died) {
        Throwable error = null;
        try {
            while (!closing) {
                waker.await(events.socket(), audits.millisUntilDue());
                if (!closing) {
                    work();
                }
            }
        } catch (Throwable e) {
            error = e;
        } finally {
            pending.close();
            waker.close();
            requests.close();
            events.close();
            lock.close();
        }
        if (error != null) {
            died.accept(error);
        }
    }

    private void work() {
        events.read();
        if (events.takeTouched()) {
            audits.request();
        }
        if (events.takeLinkChanged()) {
            linkChanged = true;
            audits.resetRetry();
            audits.request();
        }
        if (!reconciler.isKernelKnown() && !(audits.isDue() && audit())) {
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
            answer(taken.removals());
            taken.flushes().forEach(flush -> flush.complete(null));
        }
        refusals.look(reconciler.hasRefusals(), published);
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
            if (!taken.changes().isEmpty() && !reconciler.change(taken.changes())) {
                audits.resetRetry();
                audits.request();
            }
            return true;
        } catch (NetlinkException | RuntimeException e) {
            failed(e);
            return false;
        }
    }

    /** Compares the kernel with what is wanted and repairs it; on a failure nothing was changed by what was read. */
    private boolean audit() {
        try {
            int repaired = reconciler.compare(linkChanged);
            if (repaired > 0) {
                LOG.warn("data plane: repaired {} routes or nexthops that another process had changed", repaired);
            }
            if (audits.isFailing()) {
                LOG.info("data plane: the kernel is audited again");
            }
            linkChanged = false;
            forwards = readForwarding();
            audits.succeeded(reconciler.hasRefusals());
            return true;
        } catch (NetlinkException | RuntimeException e) {
            failed(e);
            return false;
        }
    }

    /** One line when audits begin to fail, however often they are retried. */
    private void failed(Exception e) {
        if (!audits.isFailing()) {
            LOG.warn("data plane: {}; retrying", e.toString());
        }
        LOG.debug("data plane: failed", e);
        reconciler.failed(String.valueOf(e.getMessage()));
        audits.failed(String.valueOf(e.getMessage()));
    }

    private void answer(List<CompletableFuture<Void>> removals) {
        for (CompletableFuture<Void> removal : removals) {
            if (reconciler.isKernelEmpty()) {
                removal.complete(null);
            } else {
                removal.completeExceptionally(new NetlinkException("not everything could be removed"));
            }
        }
    }

    private void publish() {
        published = reconciler.status().withFindings(reconciler.findings(audits.unreadable(), forwards));
    }

    private void firstAudit(Waker bell) throws NetlinkException {
        long start = System.nanoTime();
        while (!reconciler.isKernelKnown()) {
            try {
                reconciler.compare(true);
                LOG.info("data plane: netlink, protocol {}, {} routes of an earlier process", RouteMessages.PROTOCOL,
                        reconciler.routesInKernel());
            } catch (DumpInterruptedException e) {
                if (System.nanoTime() - start > FIRST_DUMP_TIMEOUT.toNanos()) {
                    failed(e);
                    return;
                }
                bell.pause(FIRST_DUMP_RETRY_MS);
            }
        }
        forwards = readForwarding();
    }

    /** Whether the kernel forwards IPv6; a kernel that does not say so is trusted. */
    private static boolean readForwarding() {
        try {
            return !Files.readString(FORWARDING).strip().equals("0");
        } catch (IOException _) {
            return true;
        }
    }

    /**
     * Removes the nexthop with id 0, which never exists: EINVAL says that we may, and that the kernel knows nexthop
     * objects.
     */
    private static void checkPermission(NetlinkRequests asking) throws NetlinkException {
        Map<Integer, NetlinkRequests.KernelError> refused = asking.execute(List.of(0), NexthopMessages::delete);
        for (NetlinkRequests.KernelError refusal : refused.values()) {
            if (refusal.errno() != Errno.EINVAL) {
                throw new NetlinkException("nexthop objects", refusal.errno());
            }
        }
    }
}

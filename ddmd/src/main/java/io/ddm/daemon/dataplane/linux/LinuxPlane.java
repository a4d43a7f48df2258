package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.ForeignRoute;
import io.ddm.daemon.dataplane.ForwardingPlane;
import io.ddm.daemon.dataplane.IncompleteDumpException;
import io.ddm.daemon.dataplane.Outcome;
import io.ddm.daemon.dataplane.Phase;
import io.ddm.daemon.dataplane.PlaneEvents;
import io.ddm.daemon.dataplane.PlaneFindings;
import io.ddm.daemon.dataplane.ReconciledDataplane;
import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.daemon.linux.DumpInterruptedException;
import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.Libc;
import io.ddm.daemon.linux.Netlink;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.daemon.linux.NetlinkRequests.KernelError;
import io.ddm.daemon.linux.Waker;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The forwarding plane of Linux: the routes of protocol 221 in the main table of a network namespace, each pointing at
 * a nexthop group.
 *
 * <p>Changes go to the kernel in one order: nexthop objects, then groups, then routes; and what is not needed any more
 * is removed in the opposite order, so that no packet ever finds a hole.
 */
public final class LinuxPlane implements ForwardingPlane {

    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");
    private static final int MAX_SHADOWING_EXAMPLES = 3;

    private final KernelReader reader;
    private final NamespaceLock lock;
    private final NetlinkRequests requests;
    private final KernelEvents events;
    private final Waker waker;
    private final KernelState kernel = new KernelState();
    private final MemberChoice choice = new MemberChoice(kernel);
    private final GroupTable groups = new GroupTable(choice::isSame);
    private final GroupKind kind;
    private final NexthopEditor nexthops;
    private final RouteEditor routes;
    private PlaneFindings findings = PlaneFindings.NONE;

    private LinuxPlane(KernelReader reader) throws IOException {
        this.reader = reader;
        lock = NamespaceLock.acquire(NamespaceLock.PREDECESSOR_TIMEOUT);
        Netlink socket = null;
        KernelEvents notifications = null;
        Waker bell = null;
        try {
            socket = Netlink.open();
            // Before the first dump, so that nothing happens unseen in between.
            notifications = new KernelEvents(socket.portId(), this::uses);
            bell = new Waker();
            requests = new NetlinkRequests(socket, notifications::read);
            checkPermission(requests);
            kind = new GroupKind(knowsResilientGroups(requests));
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            if (socket != null) {
                socket.close();
            }
            if (notifications != null) {
                notifications.close();
            }
            if (bell != null) {
                bell.close();
            }
            throw e;
        }
        events = notifications;
        waker = bell;
        nexthops = new NexthopEditor(requests, kernel, groups, kind, choice);
        routes = new RouteEditor(requests, kernel, groups);
    }

    /**
     * Takes over the routes of protocol 221 of the main table, in the network namespace of the calling thread.
     *
     * @param died called on the data plane's thread when that ends by an error: nothing is programmed any more, routes
     *     stay as they are
     * @throws IOException if the kernel has no nexthop objects (Linux before 5.3), if CAP_NET_ADMIN is missing, or if
     *     another data plane of ours works in this namespace; waits up to 3 s for that to end
     */
    public static Dataplane open(Consumer<Throwable> died) throws IOException {
        return open(KernelState::read, died);
    }

    static Dataplane open(KernelReader reader, Consumer<Throwable> died) throws IOException {
        return ReconciledDataplane.open(new LinuxPlane(reader), died);
    }

    @Override
    public String name() {
        return "netlink, protocol " + KernelRoute.PROTOCOL + ", " + kind;
    }

    @Override
    public Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) throws IOException {
        long removed = removedRoutes();
        try {
            if (!reader.read(kernel, requests, network -> groups.groupOf(network) != null, stop)) {
                return Optional.empty();
            }
        } catch (DumpInterruptedException e) {
            throw new IncompleteDumpException(String.valueOf(e.getMessage()), e);
        }
        // A dump during which other processes removed routes may lack routes.
        nexthops.loaded(removedRoutes() == removed);
        findings = findings(kernel.preferredToOurs());
        // Their routes are found on another group than the desired one.
        assign(groups.diverging());
        return Optional.of(new ActualRoutes(kernel, groups, nexthops.asDesired()));
    }

    private Set<Group> assign(List<FibChange> changes) {
        return groups.assign(changes, group -> kernel.routes().count(group.id()), nexthops::newGroupId);
    }

    @Override
    public Outcome apply(List<FibChange> changes, Phase phase) throws IOException {
        Set<Group> assigned = assign(changes);
        Map<NextHop, String> refusedNextHops = nexthops.create(assigned);
        nexthops.put(assigned, phase);
        Map<Prefix, String> refused = routes.put(changes, nexthops);
        nexthops.removeIdle(phase);
        return new Outcome(refused, refusedNextHops);
    }

    @Override
    public Outcome rank(NextHopRanks ranks, Phase phase) throws IOException {
        choice.rank(ranks);
        List<FibChange> diverging = groups.diverging();
        Outcome moved = diverging.isEmpty() ? Outcome.ACCEPTED : apply(diverging, phase);
        List<Group> present = groups.groups().stream().filter(group -> kernel.group(group.id()) != null).toList();
        Map<NextHop, String> refusedNextHops = new LinkedHashMap<>(moved.refusedNextHops());
        refusedNextHops.putAll(nexthops.create(present));
        nexthops.put(present, phase);
        Map<Prefix, String> refused = new LinkedHashMap<>(moved.refused());
        refused.putAll(routes.refused(present, nexthops));
        return new Outcome(refused, refusedNextHops);
    }

    @Override
    public boolean removeLeftovers(Phase phase) throws IOException {
        routes.removeUnexpected(phase);
        nexthops.removeIdle(phase);
        return kernel.isEmpty();
    }

    @Override
    public PlaneFindings findings() {
        return findings;
    }

    @Override
    public PlaneEvents takeEvents() {
        events.read();
        return events.take();
    }

    @Override
    public void await(int milliseconds) {
        waker.await(events.socket(), milliseconds);
    }

    @Override
    public void wake() {
        waker.wake();
    }

    @Override
    public String describe(NextHop nextHop) {
        return nextHop.gateway() + " on " + Libc.interfaceName(nextHop.interfaceIndex());
    }

    @Override
    public void close() {
        waker.close();
        requests.close();
        events.close();
        lock.close();
    }

    private long removedRoutes() {
        events.read();
        return events.removedRoutes();
    }

    /** Whether next hops of ours are on a link. */
    private boolean uses(int interfaceIndex) {
        return kernel.uses(interfaceIndex) || groups.uses(interfaceIndex);
    }

    private static PlaneFindings findings(List<KernelRoute> preferred) {
        return new PlaneFindings(Optional.empty(), readForwarding(),
                (int) preferred.stream().map(KernelRoute::network).distinct().count(),
                preferred.stream().limit(MAX_SHADOWING_EXAMPLES).map(LinuxPlane::foreignRoute).toList());
    }

    private static ForeignRoute foreignRoute(KernelRoute route) {
        String type = route.typeName();
        return new ForeignRoute(route.network(), route.protocolName(),
                type.isEmpty() ? Libc.interfaceName(route.interfaceIndex()) : type, route.metric());
    }

    /** Whether the kernel forwards IPv6; assumed if that cannot be read. */
    private static boolean readForwarding() {
        try {
            return !Files.readString(FORWARDING).strip().equals("0");
        } catch (IOException _) {
            return true;
        }
    }

    private static boolean knowsResilientGroups(NetlinkRequests requests) throws NetlinkException {
        return requests.execute(List.of(0), (out, _) -> NexthopMessages.probeBuckets(out))
                .values()
                .stream()
                .noneMatch(error -> error.errno() == Errno.EOPNOTSUPP);
    }

    /**
     * Removes the nexthop with id 0, which never exists: EINVAL says that we may, and that the kernel knows nexthop
     * objects.
     */
    private static void checkPermission(NetlinkRequests requests) throws NetlinkException {
        Map<Integer, KernelError> errors = requests.execute(List.of(0), NexthopMessages::delete);
        for (KernelError error : errors.values()) {
            if (error.errno() != Errno.EINVAL) {
                throw new NetlinkException("nexthop objects", error.errno());
            }
        }
    }
}

package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.ForeignRoute;
import io.ddm.daemon.dataplane.KernelFindings;
import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.daemon.dataplane.linux.NetlinkRequests.KernelError;
import io.ddm.daemon.dataplane.linux.NexthopMessages.Member;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kernel have what is wanted: nexthops, then groups, then routes; and what is left over goes in the opposite
 * order, so that no packet ever finds a hole. Used by one thread at a time.
 *
 * <p>{@link #change} does only what the wishes touch and trusts its memory of the kernel; {@link #compare} reads the
 * kernel and puts everything right.
 */
final class Reconciler {

    private static final int MAX_SHADOWING_EXAMPLES = 3;

    private final NetlinkRequests requests;
    private final KernelReader reader;
    private final LongSupplier routesRemovedByOthers;
    private final NexthopIds ids = new NexthopIds();
    private final GroupTable wanted = new GroupTable();
    private KernelState kernel = new KernelState();
    private boolean kernelKnown;
    private boolean routesComplete;
    /**
     * Nexthop objects and groups that this process made; the others may be a predecessor's, with its routes on them.
     */
    private final Set<Integer> created = new HashSet<>();
    private final Map<NextHop, String> refusedNextHops = new HashMap<>();
    private final Map<Integer, String> refusedGroups = new HashMap<>();
    private final Map<Prefix, String> refused = new HashMap<>();
    private boolean sweeping;
    private boolean removing;
    private KernelFindings found = KernelFindings.NONE;
    private int operations;
    private long driftRepairs;
    private @Nullable String lastError;

    /**
     * @param reader reads the kernel; until it has succeeded once in {@link #compare}, nothing may be changed
     * @param routesRemovedByOthers how many, ever; a dump of routes during which it grows may lack routes
     */
    Reconciler(NetlinkRequests requests, KernelReader reader, LongSupplier routesRemovedByOthers) {
        this.requests = requests;
        this.reader = reader;
        this.routesRemovedByOthers = routesRemovedByOthers;
    }

    /** Whether the kernel was read completely at least once: what an earlier process left there is known. */
    boolean isKernelKnown() {
        return kernelKnown;
    }

    /** How many routes of ours the kernel has. */
    int routesInKernel() {
        return kernel.networks().size() + kernel.unexpectedRoutes().size();
    }

    /** From now on {@link #compare} removes what nobody wants. */
    void sweep() {
        sweeping = true;
    }

    /**
     * Forgets all wishes, so that the next {@link #compare} removes everything.
     *
     * @return false if that was so already
     */
    boolean forgetAll() {
        boolean first = !removing;
        wanted.clear();
        sweeping = true;
        removing = true;
        return first;
    }

    /**
     * Fulfils new wishes.
     *
     * @return false if something was refused, so that a comparison is due
     * @throws NetlinkException if the kernel cannot be talked to; a comparison is due
     */
    boolean change(Map<Prefix, List<WeightedNextHop>> changes) throws NetlinkException {
        Set<Group> touched = wanted.assign(changes, group -> kernel.routesOn(group.id()), content -> {
            Integer left = kernel.groupOf(content, wanted.ids());
            return left != null ? left : ids.next(this::isTaken);
        });
        boolean done = program(touched, changes.keySet());
        List<Prefix> gone = changes.keySet()
                .stream()
                .filter(network -> wanted.groupOf(network) == null && kernel.route(network) != null)
                .toList();
        boolean removed = removeRoutes(gone);
        return removeIdle() && removed && done;
    }

    /**
     * Reads the kernel and puts right what is not as wanted. If it cannot be read completely, nothing is changed.
     *
     * @param expected whether differences are known to come from a link that changed, so that they are no drift
     * @return how many differences somebody else had made
     * @throws NetlinkException if the kernel cannot be talked to
     */
    int compare(boolean expected) throws NetlinkException {
        long removed = routesRemovedByOthers.getAsLong();
        KernelState read = reader.read(requests, network -> wanted.groupOf(network) != null);
        routesComplete = routesRemovedByOthers.getAsLong() == removed;
        int drift = expected || !kernelKnown ? 0 : kernel.differences(read);
        kernel = read;
        found = shadowing(kernel.preferredToOurs());
        kernelKnown = true;
        created.removeIf(id -> !kernel.isTaken(id));
        refusedNextHops.clear();
        refusedGroups.clear();
        refused.clear();
        operations = 0;
        List<Group> displaced = wanted.groups().stream().filter(group -> kernel.isForeign(group.id())).toList();
        displaced.forEach(group -> wanted.renumber(group, ids.next(this::isTaken)));
        program(new ArrayList<>(wanted.groups()), wanted.networks());
        if (sweeping) {
            removeRoutes(kernel.networks().stream().filter(network -> wanted.groupOf(network) == null).toList());
        }
        removeOddRoutes();
        removeIdle();
        int repaired = Math.min(drift, operations);
        driftRepairs += repaired;
        return repaired;
    }

    boolean hasRefusals() {
        return !refused.isEmpty() || !refusedNextHops.isEmpty() || !refusedGroups.isEmpty();
    }

    /** Whether nothing of ours is in the kernel. */
    boolean isKernelEmpty() {
        return kernel.isEmpty();
    }

    /** Whether a link is of importance to us. */
    boolean uses(int interfaceIndex) {
        return kernel.uses(interfaceIndex) || wanted.groups()
                .stream()
                .flatMap(group -> group.content().stream())
                .anyMatch(weighted -> weighted.nextHop().interfaceIndex() == interfaceIndex);
    }

    void failed(String error) {
        lastError = error;
    }

    DataplaneStatus status() {
        int networks = wanted.networks().size();
        return new DataplaneStatus(networks, networks - refused.size(), 0, refused, inWords(refusedNextHops),
                driftRepairs, Optional.ofNullable(lastError));
    }

    /** What the last audit found besides our own routes. */
    KernelFindings findings(Optional<String> unreadable, boolean forwards) {
        return new KernelFindings(unreadable, forwards, found.shadowed(), found.shadowing());
    }

    private static KernelFindings shadowing(List<RouteMessages.Line> preferred) {
        return new KernelFindings(Optional.empty(), true,
                (int) preferred.stream().map(RouteMessages.Line::network).distinct().count(),
                preferred.stream().limit(MAX_SHADOWING_EXAMPLES).map(Reconciler::foreignRoute).toList());
    }

    /** Next hops as an operator knows them. */
    private static Map<String, String> inWords(Map<NextHop, String> nextHops) {
        Map<String, String> words = new LinkedHashMap<>();
        nextHops.forEach((nextHop, reason) -> words
                .put(nextHop.gateway() + " on " + Libc.interfaceName(nextHop.interfaceIndex()), reason));
        return words;
    }

    private static ForeignRoute foreignRoute(RouteMessages.Line route) {
        String type = route.typeName();
        return new ForeignRoute(route.network(), RouteMessages.protocolName(route.protocol()),
                type.isEmpty() ? Libc.interfaceName(route.interfaceIndex()) : type, route.metric());
    }

    private boolean program(Collection<Group> groups, Collection<Prefix> networks) throws NetlinkException {
        boolean nextHops = createNextHops(groups);
        boolean groupsPut = putGroups(groups);
        return putRoutes(networks) && groupsPut && nextHops;
    }

    private boolean createNextHops(Collection<Group> groups) throws NetlinkException {
        Map<NextHop, Integer> missing = new LinkedHashMap<>();
        for (Group group : groups) {
            for (WeightedNextHop weighted : group.content()) {
                NextHop nextHop = weighted.nextHop();
                if (kernel.idOf(nextHop) == null && !refusedNextHops.containsKey(nextHop)) {
                    missing.computeIfAbsent(nextHop, _ -> ids.next(this::isTaken));
                }
            }
        }
        Map<NextHop, KernelError> failures = execute(missing.keySet(),
                (out, nextHop) -> NexthopMessages.create(out, missing.getOrDefault(nextHop, 0), nextHop));
        missing.forEach((nextHop, id) -> {
            KernelError failure = failures.get(nextHop);
            if (failure == null) {
                kernel.addNextHop(id, nextHop);
                created.add(id);
            } else {
                refusedNextHops.put(nextHop, failure.reason());
            }
        });
        return failures.isEmpty();
    }

    private boolean putGroups(Collection<Group> groups) throws NetlinkException {
        Map<Integer, List<Member>> differing = new LinkedHashMap<>();
        List<Integer> unreachable = new ArrayList<>();
        for (Group group : groups) {
            List<Member> members = kernel.members(group.content());
            List<Member> present = kernel.group(group.id());
            if (!members.isEmpty() && !members.equals(present)) {
                differing.put(group.id(), members);
            } else if (members.isEmpty() && present != null) {
                // As for a single route: better none than one that is not wanted.
                if (isRemovable(group.id())) {
                    unreachable.add(group.id());
                } else {
                    // A predecessor's routes are on it too: ours leave it one by one.
                    wanted.renumber(group, ids.next(this::isTaken));
                }
            }
        }
        Map<Integer, KernelError> failures = execute(differing.keySet(),
                (out, id) -> NexthopMessages.putGroup(out, id, differing.getOrDefault(id, List.of())));
        differing.forEach((id, members) -> {
            KernelError failure = failures.get(id);
            if (failure == null) {
                if (kernel.group(id) == null) {
                    created.add(id);
                }
                kernel.putGroup(id, members);
            } else {
                refusedGroups.put(id, failure.reason());
            }
        });
        return removeNexthops(unreachable) && failures.isEmpty();
    }

    private boolean putRoutes(Collection<Prefix> networks) throws NetlinkException {
        Map<Prefix, Integer> differing = new LinkedHashMap<>();
        List<Prefix> outdated = new ArrayList<>();
        for (Prefix network : networks) {
            refused.remove(network);
            Group group = wanted.groupOf(network);
            if (group == null) {
                continue;
            }
            if (kernel.group(group.id()) == null) {
                refused.put(network, reasonAgainst(group));
                if (kernel.route(network) != null) {
                    // It still leads where nobody wants to go any more, and nowhere else can be gone.
                    outdated.add(network);
                }
            } else if (!isInstalled(network)) {
                differing.put(network, group.id());
            }
        }
        Map<Prefix, KernelError> failures = execute(differing.keySet(),
                (out, network) -> RouteMessages.put(out, network, differing.getOrDefault(network, 0)));
        differing.forEach((network, id) -> {
            KernelError failure = failures.get(network);
            if (failure == null) {
                kernel.putRoute(network, id);
            } else {
                refused.put(network, failure.reason());
            }
        });
        return removeRoutes(outdated) && failures.isEmpty();
    }

    private String reasonAgainst(Group group) {
        String reason = refusedGroups.get(group.id());
        for (WeightedNextHop weighted : group.content()) {
            reason = reason == null ? refusedNextHops.get(weighted.nextHop()) : reason;
        }
        return reason == null ? "no usable next hop" : reason;
    }

    private boolean removeRoutes(List<Prefix> networks) throws NetlinkException {
        Map<Prefix, KernelError> failures = execute(networks, RouteMessages::delete);
        networks.stream().filter(network -> isGone(failures.get(network))).forEach(kernel::removeRoute);
        return failures.values().stream().allMatch(Reconciler::isGone);
    }

    /** Before the sweep only those that stand beside a route of ours, and perhaps before it. */
    private void removeOddRoutes() throws NetlinkException {
        List<RouteMessages.Line> routes = kernel.unexpectedRoutes()
                .stream()
                .filter(route -> sweeping || isInstalled(route.network()))
                .distinct()
                .toList();
        Map<RouteMessages.Line, KernelError> failures = execute(routes, RouteMessages::delete);
        kernel.unexpectedRoutes().removeIf(route -> isGone(failures.get(route)));
    }

    private boolean removeIdle() throws NetlinkException {
        boolean groups = removeNexthops(removable(kernel.idleGroups(wanted.ids())));
        return removeNexthops(removable(kernel.idleNextHops())) && groups;
    }

    private List<Integer> removable(List<Integer> nexthops) {
        return nexthops.stream().filter(this::isRemovable).toList();
    }

    /**
     * Whether a nexthop object or group may be removed when we do not need it. The kernel removes the routes on it too:
     * before the sweep those of a predecessor, and foreign ones, must stay. Without a complete dump of routes it is
     * unknown whether there are some.
     */
    private boolean isRemovable(int id) {
        boolean known = (sweeping && routesComplete) || created.contains(id);
        return removing || (known && !kernel.isUsedByForeign(id));
    }

    private boolean removeNexthops(List<Integer> nexthops) throws NetlinkException {
        Map<Integer, KernelError> failures = execute(nexthops, NexthopMessages::delete);
        nexthops.stream().filter(id -> isGone(failures.get(id))).forEach(kernel::removeNexthop);
        return failures.values().stream().allMatch(Reconciler::isGone);
    }

    private boolean isInstalled(Prefix network) {
        Group group = wanted.groupOf(network);
        return group != null && Integer.valueOf(group.id()).equals(kernel.route(network));
    }

    private <T> Map<T, KernelError> execute(Collection<T> items, NetlinkRequests.Encoder<? super T> encoder)
            throws NetlinkException {
        Map<T, KernelError> failures = requests.execute(List.copyOf(items), encoder);
        operations += items.size() - failures.size();
        failures.values()
                .stream()
                .filter(failure -> !isGone(failure))
                .findFirst()
                .ifPresent(failure -> failed(failure.reason()));
        return failures;
    }

    /** Whether what was to be removed is not there now. */
    private static boolean isGone(@Nullable KernelError failure) {
        return failure == null || failure.errno() == Errno.ENOENT || failure.errno() == Errno.ESRCH;
    }

    private boolean isTaken(int id) {
        return kernel.isTaken(id) || wanted.ids().contains(id);
    }
}

package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.Phase;
import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.daemon.linux.NetlinkRequests.KernelError;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kernel have the nexthop objects and groups that desired routes need, and removes those that none needs.
 * Used by one thread at a time.
 *
 * <p>The kernel removes a group together with the routes on it, so {@link #isRemovable} decides what may be removed.
 */
final class NexthopEditor {

    private final NetlinkRequests requests;
    private final GroupTable groups;
    private final GroupKind kind;
    private final NexthopIds ids = new NexthopIds();
    private final KernelState kernel;
    private final MemberChoice choice;
    private boolean routesComplete;
    /** Objects and groups that this process made; others may be a predecessor's, with its routes on them. */
    private final Set<Integer> created = new HashSet<>();
    private final Map<NextHop, String> refusedNextHops = new HashMap<>();
    private final Map<Integer, String> refusedGroups = new HashMap<>();

    NexthopEditor(NetlinkRequests requests, KernelState kernel, GroupTable groups, GroupKind kind,
            MemberChoice choice) {
        this.requests = requests;
        this.kernel = kernel;
        this.groups = groups;
        this.kind = kind;
        this.choice = choice;
    }

    /**
     * Goes on from a new dump: refusals are forgotten, and groups whose id another process has taken, or used for a
     * group that cannot become as desired, get another one.
     *
     * @param complete whether the dump is known to contain all routes
     */
    void loaded(boolean complete) {
        routesComplete = complete;
        created.removeIf(id -> !kernel.isTaken(id));
        refusedNextHops.clear();
        refusedGroups.clear();
        List<Group> displaced = groups.groups().stream().filter(this::isDisplaced).toList();
        displaced.forEach(group -> groups.renumber(group, ids.next(this::isTaken)));
    }

    private boolean isDisplaced(Group group) {
        KernelGroup present = kernel.group(group.id());
        return kernel.isForeign(group.id()) || (present != null && !kind.isUsable(present));
    }

    /** The next hops that carry of each group whose members are as desired, by its id. */
    Map<Integer, List<WeightedNextHop>> asDesired() {
        Map<Integer, List<WeightedNextHop>> contents = new HashMap<>();
        for (Group group : groups.groups()) {
            KernelGroup present = kernel.group(group.id());
            if (present != null && present.members().equals(members(group, present))) {
                contents.put(group.id(), choice.carrying(group.content()));
            }
        }
        return contents;
    }

    private List<Member> members(Group group, KernelGroup present) {
        return choice.members(group.content(), present.isResilient());
    }

    /** An id for a group: that of one in the kernel with its members which no other group has, or a free one. */
    int newGroupId(List<WeightedNextHop> content) {
        Integer existing = choice.isComplete(content)
                ? kernel.groupWhere((id, group) -> kind.isUsable(group) && !groups.ids().contains(id)
                        && group.members().equals(choice.members(content, group.isResilient())))
                : null;
        return existing != null ? existing : ids.next(this::isTaken);
    }

    /** Creates the nexthop objects that groups need; returns those that were refused, unless they were before. */
    Map<NextHop, String> create(Collection<Group> needed) throws NetlinkException {
        Map<NextHop, Integer> missing = new LinkedHashMap<>();
        for (Group group : needed) {
            for (WeightedNextHop weighted : group.content()) {
                NextHop nextHop = weighted.nextHop();
                if (kernel.idOf(nextHop) == null && !refusedNextHops.containsKey(nextHop)) {
                    missing.computeIfAbsent(nextHop, _ -> ids.next(this::isTaken));
                }
            }
        }
        Map<NextHop, KernelError> errors = requests.execute(List.copyOf(missing.keySet()),
                (out, nextHop) -> NexthopMessages.create(out, missing.getOrDefault(nextHop, 0), nextHop));
        Map<NextHop, String> refused = new LinkedHashMap<>();
        missing.forEach((nextHop, id) -> {
            KernelError error = errors.get(nextHop);
            if (error == null) {
                kernel.addNextHop(id, nextHop);
                created.add(id);
            } else {
                refused.put(nextHop, error.reason());
            }
        });
        refusedNextHops.putAll(refused);
        return refused;
    }

    /** Makes groups have the members that carry of those that exist; one without any is removed or gets another id. */
    void put(Collection<Group> desired, Phase phase) throws NetlinkException {
        Map<Integer, KernelGroup> differing = new LinkedHashMap<>();
        List<Integer> unreachable = new ArrayList<>();
        for (Group group : desired) {
            KernelGroup present = kernel.group(group.id());
            KernelGroup base = present == null ? kind.empty() : present;
            List<Member> members = members(group, base);
            if (!members.isEmpty() && (present == null || !members.equals(present.members()))) {
                differing.put(group.id(), base.with(members));
            } else if (members.isEmpty() && present != null) {
                // As for a single route: better none than one that is not desired.
                if (isRemovable(group.id(), phase)) {
                    unreachable.add(group.id());
                } else {
                    // A predecessor's routes are on it too: ours leave it one by one.
                    groups.renumber(group, ids.next(this::isTaken));
                }
            }
        }
        Set<Integer> ofRefusedKind = put(differing);
        remove(unreachable);
        if (!ofRefusedKind.isEmpty()) {
            putPlain(desired.stream().filter(group -> ofRefusedKind.contains(group.id())).toList(), phase);
        }
    }

    /** Puts groups; returns new ones that may have been refused because they are resilient. */
    private Set<Integer> put(Map<Integer, KernelGroup> differing) throws NetlinkException {
        Set<Integer> ofRefusedKind = new HashSet<>();
        Map<Integer, KernelError> errors = requests.execute(List.copyOf(differing.keySet()),
                (out, id) -> NexthopMessages.putGroup(out, id, differing.getOrDefault(id, KernelGroup.NONE),
                        kernel.group(id) != null));
        differing.forEach((id, group) -> {
            KernelError error = errors.get(id);
            boolean isNew = kernel.group(id) == null;
            if (error == null) {
                if (isNew) {
                    created.add(id);
                }
                kernel.putGroup(id, group);
                refusedGroups.remove(id);
            } else {
                refusedGroups.put(id, error.reason());
                if (isNew && group.isResilient() && GroupKind.isRefusalOfKind(error)) {
                    ofRefusedKind.add(id);
                }
            }
        });
        return ofRefusedKind;
    }

    /** Tries plain groups; if one is accepted, all later ones are plain. */
    private void putPlain(List<Group> refused, Phase phase) throws NetlinkException {
        String reason = refusedGroups.getOrDefault(refused.getFirst().id(), "");
        kind.setResilient(false);
        put(refused, phase);
        if (refused.stream().allMatch(group -> refusedGroups.containsKey(group.id()))) {
            kind.setResilient(true);
        } else {
            kind.report(reason);
        }
    }

    /** Why a group is not in the kernel as desired; null if it is, apart from next hops that are refused. */
    @Nullable
    String refusal(Group group) {
        String reason = refusedGroups.get(group.id());
        if (reason != null || kernel.group(group.id()) != null) {
            return reason;
        }
        for (WeightedNextHop weighted : group.content()) {
            reason = reason == null ? refusedNextHops.get(weighted.nextHop()) : reason;
        }
        return reason == null ? "no usable next hop" : reason;
    }

    /** Removes the groups on which there is no route, and the nexthop objects that are in no group. */
    void removeIdle(Phase phase) throws NetlinkException {
        Set<Integer> claimed = phase == Phase.REMOVAL ? Set.of() : groups.ids();
        remove(removable(kernel.idleGroups(claimed), phase));
        // One that is in no group may have to carry in a moment.
        Set<NextHop> needed = phase == Phase.REMOVAL ? Set.of() : groups.nextHops();
        remove(removable(kernel.idleNextHops(needed), phase));
    }

    private List<Integer> removable(List<Integer> nexthops, Phase phase) {
        return nexthops.stream().filter(id -> isRemovable(id, phase)).toList();
    }

    /**
     * Whether a nexthop object or group may be removed when we do not need it. The kernel removes the routes on it too:
     * during the adoption those of a predecessor, and foreign ones, must stay. Without a complete dump of routes it is
     * unknown whether there are some.
     */
    private boolean isRemovable(int id, Phase phase) {
        boolean known = (phase == Phase.OWNERSHIP && routesComplete) || created.contains(id);
        return phase == Phase.REMOVAL || (known && !kernel.isUsedByForeign(id));
    }

    private void remove(List<Integer> nexthops) throws NetlinkException {
        Map<Integer, KernelError> errors = requests.execute(nexthops, NexthopMessages::delete);
        nexthops.stream().filter(id -> RouteEditor.isGone(errors.get(id))).forEach(kernel::removeNexthop);
    }

    private boolean isTaken(int id) {
        return kernel.isTaken(id) || groups.ids().contains(id);
    }
}

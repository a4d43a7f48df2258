package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.Phase;
import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.daemon.linux.NetlinkRequests.KernelError;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the routes in the kernel point at their groups, and removes those that are not desired. */
final class RouteEditor {

    private final NetlinkRequests requests;
    private final GroupTable groups;
    private final KernelState kernel;

    RouteEditor(NetlinkRequests requests, KernelState kernel, GroupTable groups) {
        this.requests = requests;
        this.kernel = kernel;
        this.groups = groups;
    }

    /**
     * Puts and then removes routes; the groups are in the kernel already, as far as it accepts them.
     *
     * @return the networks whose change was refused, each with the reason
     */
    Map<Prefix, String> put(List<FibChange> changes, NexthopEditor nexthops) throws NetlinkException {
        Map<Prefix, String> refused = new LinkedHashMap<>();
        Map<Prefix, Integer> differing = new LinkedHashMap<>();
        List<Prefix> outdated = new ArrayList<>();
        for (FibChange change : changes) {
            Prefix network = change.network();
            Group group = groups.groupOf(network);
            String refusal = group == null ? null : nexthops.refusal(group);
            if (refusal != null) {
                refused.put(network, refusal);
            }
            if (group != null && kernel.group(group.id()) != null) {
                if (!isInstalled(network)) {
                    differing.put(network, group.id());
                }
            } else if (kernel.routes().group(network) != null) {
                // Not desired any more, or it leads to next hops that are not, and the desired ones are all refused.
                outdated.add(network);
            }
        }
        Map<Prefix, KernelError> errors = requests.execute(List.copyOf(differing.keySet()),
                (out, network) -> RouteMessages.put(out, network, differing.getOrDefault(network, 0)));
        differing.forEach((network, id) -> {
            KernelError error = errors.get(network);
            if (error == null) {
                kernel.routes().put(network, id);
            } else {
                refused.put(network, error.reason());
            }
        });
        refused.putAll(remove(outdated));
        return refused;
    }

    /** The networks of those groups that the kernel refuses to have as desired, each with the reason. */
    Map<Prefix, String> refused(Collection<Group> some, NexthopEditor nexthops) {
        Map<Group, String> reasons = new HashMap<>();
        for (Group group : some) {
            String reason = nexthops.refusal(group);
            if (reason != null) {
                reasons.put(group, reason);
            }
        }
        Map<Prefix, String> refused = new LinkedHashMap<>();
        if (!reasons.isEmpty()) {
            groups.forEach((network, group) -> {
                String reason = reasons.get(group);
                if (reason != null) {
                    refused.put(network, reason);
                }
            });
        }
        return refused;
    }

    /** Removes routes of ours that we would not have made; during the adoption only those beside an installed route. */
    void removeUnexpected(Phase phase) throws NetlinkException {
        Set<KernelRoute> routes = new LinkedHashSet<>(kernel.unexpectedRoutes());
        routes.removeIf(route -> phase == Phase.ADOPTION && !isInstalled(route.network()));
        Map<KernelRoute, KernelError> errors = requests.execute(List.copyOf(routes), RouteMessages::delete);
        kernel.unexpectedRoutes().removeIf(route -> routes.contains(route) && isGone(errors.get(route)));
    }

    /** Whether an object that was to be removed is not there now. */
    static boolean isGone(@Nullable KernelError error) {
        return error == null || error.errno() == Errno.ENOENT || error.errno() == Errno.ESRCH;
    }

    private Map<Prefix, String> remove(List<Prefix> networks) throws NetlinkException {
        Map<Prefix, KernelError> errors = requests.execute(networks, RouteMessages::delete);
        Map<Prefix, String> refused = new LinkedHashMap<>();
        for (Prefix network : networks) {
            KernelError error = errors.get(network);
            if (error != null && !isGone(error)) {
                refused.put(network, error.reason());
            } else {
                kernel.routes().remove(network);
            }
        }
        return refused;
    }

    private boolean isInstalled(Prefix network) {
        Group group = groups.groupOf(network);
        return group != null && Integer.valueOf(group.id()).equals(kernel.routes().group(network));
    }
}

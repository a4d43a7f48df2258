package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next hops of every route in the kernel that we would have made, as they are until the next change; an empty list
 * if its group is not one of ours, or another than the desired one. That may have the same next hops at present, but
 * will not follow those of its network.
 *
 * <p>A view but for {@link #entrySet}, since an audit looks at each of many routes once.
 */
final class ActualRoutes extends AbstractMap<Prefix, List<WeightedNextHop>> {

    private final KernelState kernel;
    private final GroupTable groups;
    private final Map<Integer, List<WeightedNextHop>> contents;

    /**
     * @param known the next hops of groups whose members are known to be as desired, by id
     */
    ActualRoutes(KernelState kernel, GroupTable groups, Map<Integer, List<WeightedNextHop>> known) {
        this.kernel = kernel;
        this.groups = groups;
        this.contents = new HashMap<>(known);
    }

    @Override
    public @Nullable List<WeightedNextHop> get(@Nullable Object key) {
        if (!(key instanceof Prefix network)) {
            return null;
        }
        Integer id = kernel.routes().group(network);
        if (id == null) {
            return null;
        }
        Group desired = groups.groupOf(network);
        boolean isExpected = desired == null || desired.id() == id;
        return isExpected ? contents.computeIfAbsent(id, kernel::content) : List.of();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof Prefix network && kernel.routes().networks().contains(network);
    }

    @Override
    public Set<Prefix> keySet() {
        return kernel.routes().networks();
    }

    @Override
    public int size() {
        return keySet().size();
    }

    /** A copy; audits ask for single networks. */
    @Override
    public Set<Entry<Prefix, List<WeightedNextHop>>> entrySet() {
        Map<Prefix, List<WeightedNextHop>> all = new HashMap<>();
        keySet().forEach(network -> all.put(network, getOrDefault(network, List.of())));
        return all.entrySet();
    }
}

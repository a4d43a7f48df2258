package io.ddm.fsm.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The path to a destination, as routers advertise it. Attributes of a path, besides the routers on it, belong here too,
 * each as a component of its own.
 *
 * @param routers the routers' ids, the originator first and the nearest last, as on the wire; empty only if the peer
 *     has sent none, as where the family has no path on its wire
 */
public record RouterPath(List<RouterId> routers) {

    /** The path of an entry that came without one. */
    public static final RouterPath EMPTY = new RouterPath(List.of());

    /** Shorter paths first, equally long ones by the ids along them. */
    public static final Comparator<RouterPath> ORDER = (a, b) -> {
        int order = Integer.compare(a.length(), b.length());
        for (int i = 0; order == 0 && i < a.length(); i++) {
            order = a.routers.get(i).compareTo(b.routers.get(i));
        }
        return order;
    };

    public RouterPath {
        routers = List.copyOf(routers);
    }

    /** The path along these routers, the originator first. */
    public static RouterPath of(RouterId... routers) {
        return new RouterPath(List.of(routers));
    }

    /** How many routers are on it. */
    public int length() {
        return routers.size();
    }

    /** Whether no router is on it, so that it has no sender. */
    public boolean isEmpty() {
        return routers.isEmpty();
    }

    /** Whether this router is on it. */
    public boolean contains(RouterId router) {
        return routers.contains(router);
    }

    /** The path as this router advertises it: with its own id appended. */
    public RouterPath through(RouterId router) {
        List<RouterId> longer = new ArrayList<>(routers.size() + 1);
        longer.addAll(routers);
        longer.add(router);
        return new RouterPath(longer);
    }
}

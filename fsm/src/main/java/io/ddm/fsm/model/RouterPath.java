package io.ddm.fsm.model;

import io.ddm.fsm.delay.PathDelay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The path to a destination, as routers advertise it. Attributes of a path, besides the routers on it, belong here too,
 * each as a component of its own. The routers alone identify a path: the same routers with another attribute are a
 * newer statement of the same path, which {@link #ORDER} and {@link #isAlong} say.
 *
 * @param routers the routers' ids, the originator first and the nearest last, as on the wire; empty only if the peer
 *     has sent none, as where the family has no path on its wire
 * @param delay one-way, from the nearest router to the originator; of a path of one router always zero, since that is
 *     both
 */
public record RouterPath(List<RouterId> routers, PathDelay delay) {

    /** The path of an entry that came without one. */
    public static final RouterPath EMPTY = new RouterPath(List.of());

    /** Shorter paths first, equally long ones by the ids along them. Zero for the same routers, whatever the delay. */
    public static final Comparator<RouterPath> ORDER = (a, b) -> {
        int order = Integer.compare(a.length(), b.length());
        for (int i = 0; order == 0 && i < a.length(); i++) {
            order = a.routers.get(i).compareTo(b.routers.get(i));
        }
        return order;
    };

    public RouterPath {
        routers = List.copyOf(routers);
        delay = routers.size() == 1 ? PathDelay.ZERO : delay;
    }

    /** A path of which no router says the delay. */
    public RouterPath(List<RouterId> routers) {
        this(routers, PathDelay.UNKNOWN);
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

    /** Whether it leads along the same routers, and so is the same path. */
    public boolean isAlong(RouterPath other) {
        return routers.equals(other.routers);
    }

    /** Whether both lists have the same paths in the same order, whatever their delays. */
    public static boolean areAlong(List<RouterPath> some, List<RouterPath> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).isAlong(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether its delay has to be said, since it does not follow from the routers. */
    public boolean saysDelay() {
        return length() > 1 && delay.isKnown();
    }

    /** The same path with another delay. */
    public RouterPath withDelay(PathDelay other) {
        return other.equals(delay) ? this : new RouterPath(routers, other);
    }

    /** The path as this router advertises it: with its own id and the delay of its hop appended. */
    public RouterPath through(RouterId router, PathDelay hop) {
        List<RouterId> longer = new ArrayList<>(routers.size() + 1);
        longer.addAll(routers);
        longer.add(router);
        return new RouterPath(longer, delay.plus(hop));
    }
}

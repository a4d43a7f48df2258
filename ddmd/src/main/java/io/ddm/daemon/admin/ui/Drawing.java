package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the routers stand in the drawing: this one in the middle, its links around it, what is behind a peer farther
 * out in the same direction.
 *
 * @param nodes by key, this router first
 * @param links the links of this router with the key of the node at their end
 * @param hidden how many routers are not drawn
 */
record Drawing(Map<String, Node> nodes, List<Spoke> links, int hidden) {

    /** So many routers are drawn, with links that have none at their end. */
    static final int MAX_NODES = 60;

    /** The key of this router. */
    static final String SELF = "self";

    /** Between the circles on which routers stand, at least. */
    private static final double RING = 96;

    /** Between two routers on the outermost circle, at least. */
    private static final double SPACE = 66;

    /** With more routers than this on the circle, every second one stands farther out, so that names fit closer. */
    private static final int MAX_IN_LINE = 14;

    private static final double CLOSE_SPACE = 38;

    private static final double STEP_OUT = 32;

    /** What a node stands for. */
    enum Kind {
        /** This router. */
        SELF,
        /** A peer of it. */
        PEER,
        /** A router behind a peer. */
        FAR,
        /** The end of a link without a peer. */
        NONE
    }

    /**
     * A node.
     *
     * @param kind what it stands for
     * @param name the router id; of a link without a peer the one that is missed, or the interface
     * @param x to the right of the middle
     * @param y below the middle
     */
    record Node(Kind kind, String name, int x, int y) {}

    /**
     * A link of this router.
     *
     * @param link what is known of it
     * @param to the key of the node at its end
     * @param offset how far it is from the middle of several links to the same node
     */
    record Spoke(LinkStatus link, String to, double offset) {}

    private static final class Branch {
        private final String key;
        private final Kind kind;
        private final String name;
        private final int depth;
        private final List<Branch> behind = new ArrayList<>();

        Branch(String key, Kind kind, String name, int depth) {
            this.key = key;
            this.kind = kind;
            this.name = name;
            this.depth = depth;
        }

        int leaves() {
            return behind.isEmpty() ? 1 : behind.stream().mapToInt(Branch::leaves).sum();
        }

        int deepest() {
            return behind.stream().mapToInt(Branch::deepest).max().orElse(depth);
        }
    }

    static Drawing of(StatusReport status, Sight sight) {
        Branch self = new Branch(SELF, Kind.SELF, status.router().id(), 0);
        Map<String, Branch> byKey = new LinkedHashMap<>();
        Map<String, List<LinkStatus>> ends = new LinkedHashMap<>();
        int hidden = 0;
        for (LinkStatus link : status.links()) {
            Optional<String> peer = link.peer().map(InterfaceInfo.Peer::host);
            String key = peer.map(Drawing::router).orElse("link " + link.name());
            if (byKey.containsKey(key) || byKey.size() < MAX_NODES) {
                byKey.computeIfAbsent(key, absent -> grow(self, key, peer.isPresent() ? Kind.PEER : Kind.NONE,
                        peer.orElseGet(() -> missing(link))));
                ends.computeIfAbsent(key, absent -> new ArrayList<>()).add(link);
            } else if (peer.isEmpty()) {
                hidden++;
            }
        }
        for (Sight.Seen seen : sight.nearestFirst()) {
            String key = router(seen.id());
            Branch before = byKey.get(router(seen.behind()));
            if (byKey.size() < MAX_NODES && before != null) {
                byKey.computeIfAbsent(key, absent -> grow(before, key, Kind.FAR, seen.id()));
            } else if (!byKey.containsKey(key)) {
                hidden++;
            }
        }
        return new Drawing(places(self), spokes(ends), hidden);
    }

    private static List<Spoke> spokes(Map<String, List<LinkStatus>> ends) {
        List<Spoke> spokes = new ArrayList<>();
        ends.forEach((key, links) -> {
            for (int i = 0; i < links.size(); i++) {
                spokes.add(new Spoke(links.get(i), key, i - (links.size() - 1) / 2.0));
            }
        });
        return spokes;
    }

    /** The peer that is missed, or else the interface. */
    private static String missing(LinkStatus link) {
        return link.lastDown().flatMap(LinkStatus.Down::peer).map(peer -> "✕ " + peer).orElse(link.name());
    }

    /** The key of another router. */
    static String router(String id) {
        return "router " + id;
    }

    /** The ids of the other routers that are drawn. */
    Set<String> routers() {
        return nodes.values()
                .stream()
                .filter(node -> node.kind == Kind.PEER || node.kind == Kind.FAR)
                .map(Node::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Branch grow(Branch from, String key, Kind kind, String name) {
        Branch branch = new Branch(key, kind, name, from.depth + 1);
        from.behind.add(branch);
        return branch;
    }

    private static Map<String, Node> places(Branch self) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        double space = self.leaves() > MAX_IN_LINE ? CLOSE_SPACE : SPACE;
        double ring = Math.max(RING, space * self.leaves() / (2 * Math.PI * Math.max(1, self.deepest())));
        place(self, -Math.PI / 2, 2 * Math.PI, new Circles(ring, self.leaves() > MAX_IN_LINE), nodes);
        return nodes;
    }

    private record Circles(double ring, boolean isClose) {

        double radius(Branch branch, int number) {
            boolean isOut = isClose && branch.behind.isEmpty() && number % 2 == 1;
            return ring * branch.depth + (isOut ? STEP_OUT : 0);
        }
    }

    /** A branch has a part of the circle, as large as its number of leaves. */
    private static void place(Branch branch, double from, double width, Circles circles, Map<String, Node> nodes) {
        double angle = from + width / 2;
        double radius = circles.radius(branch, nodes.size());
        nodes.put(branch.key, new Node(branch.kind, branch.name, (int) Math.round(radius * Math.cos(angle)),
                (int) Math.round(radius * Math.sin(angle))));
        double start = from;
        for (Branch next : branch.behind) {
            double part = width * next.leaves() / branch.leaves();
            place(next, start, part, circles, nodes);
            start += part;
        }
    }
}

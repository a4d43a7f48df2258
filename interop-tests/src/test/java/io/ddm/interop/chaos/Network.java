package io.ddm.interop.chaos;

import io.ddm.fsm.model.Destination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The model: which daemons run, which links carry, and what each router was asked to originate. */
final class Network {

    /** What a daemon does. */
    enum Condition {
        RUNNING, PAUSED,
        /** Ended as planned: it has taken its routes along. */
        STOPPED,
        /** Ended as by a crash: its routes stay in its kernel. */
        KILLED;

        boolean hasProcess() {
            return this == RUNNING || this == PAUSED;
        }
    }

    /** What a link does. */
    enum Medium {
        GOOD,
        /** No carrier. */
        CUT,
        /** Carrier, but every packet is lost, in both directions. */
        SILENT
    }

    /** One end of a link. */
    record End(String node, String interfaceName) {
        @Override
        public String toString() {
            return node + "/" + interfaceName;
        }
    }

    /** A link between two nodes. */
    record Link(End a, End b) {
        @Override
        public String toString() {
            return a + "-" + b;
        }
    }

    private final List<Link> links;
    private final Map<String, Condition> nodes = new LinkedHashMap<>();
    private final Map<Link, Medium> media = new LinkedHashMap<>();
    private final Map<String, SortedSet<Destination>> originated = new LinkedHashMap<>();

    /**
     * Every node runs and every link is good.
     *
     * @param links as the lab takes them, such as {@code t1-s1,t1-s2}
     */
    Network(String links) {
        this.links = parse(links);
        for (Link link : this.links) {
            media.put(link, Medium.GOOD);
            for (End end : List.of(link.a, link.b)) {
                nodes.put(end.node, Condition.RUNNING);
                originated.put(end.node, new TreeSet<>(Destination.ORDER));
            }
        }
    }

    /**
     * Links of a random connected network of eight nodes: two or three transits in a row, perhaps closed to a ring or
     * with a pair of parallel links, and servers on one or two of them.
     */
    static String random(RandomGenerator random) {
        int transits = random.nextInt(2, 4);
        List<String> links = new ArrayList<>();
        for (int t = 2; t <= transits; t++) {
            links.add("t" + (t - 1) + "-t" + t);
        }
        if (transits == 3 && random.nextBoolean()) {
            links.add("t1-t3");
        } else if (random.nextBoolean()) {
            links.add("t1-t2");
        }
        for (int s = 1; s <= 8 - transits; s++) {
            int first = random.nextInt(1, transits + 1);
            links.add("t" + first + "-s" + s);
            if (random.nextInt(3) == 0) {
                links.add("t" + (first % transits + 1) + "-s" + s);
            }
        }
        return String.join(",", links);
    }

    private static List<Link> parse(String text) {
        List<Link> links = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            String a = pair.substring(0, pair.indexOf('-'));
            String b = pair.substring(pair.indexOf('-') + 1);
            boolean second = links.stream()
                    .anyMatch(link -> link.a.equals(new End(a, "to-" + b)) || link.b.equals(new End(a, "to-" + b)));
            String twin = second ? "b" : "";
            links.add(new Link(new End(a, "to-" + b + twin), new End(b, "to-" + a + twin)));
        }
        return links;
    }

    List<Link> links() {
        return links;
    }

    List<String> nodes() {
        return List.copyOf(nodes.keySet());
    }

    Condition condition(String node) {
        return Objects.requireNonNull(nodes.get(node), node);
    }

    void set(String node, Condition condition) {
        nodes.put(node, condition);
    }

    Medium medium(Link link) {
        return Objects.requireNonNull(media.get(link));
    }

    void set(Link link, Medium medium) {
        media.put(link, medium);
    }

    /** What a router originates, or will when it runs again. */
    SortedSet<Destination> originated(String node) {
        return Objects.requireNonNull(originated.get(node), node);
    }

    List<String> nodes(Predicate<Condition> are) {
        return nodes().stream().filter(node -> are.test(condition(node))).toList();
    }

    List<Link> links(Predicate<Medium> are) {
        return links.stream().filter(link -> are.test(medium(link))).toList();
    }

    /** The links over which a running node hears a running neighbor: its own end, and the other. */
    Map<End, End> adjacencies(String node) {
        Map<End, End> adjacencies = new LinkedHashMap<>();
        for (Link link : links(Medium.GOOD::equals)) {
            if (condition(link.a.node).hasProcess() && condition(link.b.node).hasProcess()) {
                if (link.a.node.equals(node)) {
                    adjacencies.put(link.a, link.b);
                } else if (link.b.node.equals(node)) {
                    adjacencies.put(link.b, link.a);
                }
            }
        }
        return adjacencies;
    }

    static boolean isTransit(String node) {
        return node.startsWith("t");
    }
}

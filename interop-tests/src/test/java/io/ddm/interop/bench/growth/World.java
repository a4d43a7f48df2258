package io.ddm.interop.bench.growth;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

/** Virtual time, the routers of a {@link Fabric} and their links. Nothing is random, and nothing is lost. */
final class World {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** All routers begin within this time, one after the other. */
    static final long START_SPAN_MICROS = 1_000_000;

    /** As many in each fleet, so that the prefixes and the updates that bring them are the same. */
    private static final int MAX_ORIGINS = 90;

    private record Scheduled(long at, long number, Runnable action) implements Comparable<Scheduled> {

        @Override
        public int compareTo(Scheduled other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Fabric fabric;
    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> servers = new ArrayList<>();
    private final Map<Role, Tally> tallies = new EnumMap<>(Role.class);
    private final Interner interner = new Interner();
    private long micros;
    private long scheduled;
    private long lastProgrammed;
    private long lastPushed;

    /**
     * @param full how many servers of each rack hold tables; the others acknowledge what they receive, which is the
     *     same to their neighbors, since servers pass nothing on
     */
    World(Fabric fabric, int full) {
        this.fabric = fabric;
        int seen = 0;
        for (Role role : Role.values()) {
            tallies.put(role, new Tally());
        }
        for (Fabric.Site site : fabric.sites()) {
            boolean isServer = site.role() == Role.SERVER;
            // The last servers of each rack are full.
            boolean isFull = !isServer || seen++ % fabric.servers() >= fabric.servers() - full;
            Node node = new Node(this, nodes.size(), site, isFull, isFull ? tally(site.role()) : new Tally());
            nodes.add(node);
            if (isServer) {
                servers.add(node);
            }
        }
        for (Fabric.Cable cable : fabric.cables()) {
            Port lower = nodes.get(cable.lower()).addPort();
            Port upper = nodes.get(cable.upper()).addPort();
            lower.join(upper);
        }
    }

    Fabric fabric() {
        return fabric;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Node> servers() {
        return servers;
    }

    /** A router with this role that holds tables; the one that is joined to most others. */
    Node sample(Role role) {
        return nodes.stream()
                .filter(node -> node.role() == role && node.isFull())
                .max(Comparator.comparingInt(node -> node.ports().size()))
                .orElseThrow();
    }

    Interner interner() {
        return interner;
    }

    /** What the routers of a role have done, without servers that hold no tables. */
    Tally tally(Role role) {
        return Objects.requireNonNull(tallies.get(role));
    }

    /** How many routers {@link #tally} counts. */
    long counted(Role role) {
        return nodes.stream().filter(node -> node.role() == role && node.isFull()).count();
    }

    /** Processor time of this thread: other work on the machine does not count. */
    static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** The prefix with this number. */
    static Prefix prefix(int number) {
        return new Prefix(new Ipv6Address(0xfd00L << 48 | (long) number << 8, 0), 64);
    }

    /** All routers begin; some servers, as many in each fleet, originate so many prefixes together. */
    void start(int prefixes) {
        int origins = Math.min(MAX_ORIGINS, servers.size());
        for (int i = 0; i < origins; i++) {
            Set<Destination> own = new LinkedHashSet<>();
            for (int number = i; number < prefixes; number += origins) {
                own.add(prefix(number));
            }
            servers.get((int) ((long) i * servers.size() / origins)).originates(own);
        }
        for (int i = 0; i < nodes.size(); i++) {
            // In an order that is not that of the racks.
            long turn = (long) i * 7919 % nodes.size();
            after(turn * START_SPAN_MICROS / nodes.size(), nodes.get(i)::start);
        }
    }

    long micros() {
        return micros;
    }

    Instant now() {
        return START.plusNanos(micros * 1000);
    }

    /** A time as the core states it, in microseconds from the start, rounded up. */
    static long microsOf(Instant instant) {
        long seconds = instant.getEpochSecond() - START.getEpochSecond();
        return seconds * 1_000_000 + (instant.getNano() + 999) / 1000;
    }

    void at(long when, Runnable action) {
        queue.add(new Scheduled(Math.max(when, micros), scheduled++, action));
    }

    void after(long delayMicros, Runnable action) {
        at(micros + delayMicros, action);
    }

    void run(long forMicros) {
        long until = micros + forMicros;
        while (!queue.isEmpty() && queue.element().at() <= until) {
            Scheduled next = queue.remove();
            micros = next.at();
            next.action().run();
        }
        micros = until;
    }

    /** Runs until no push was sent and no route changed for so long. */
    void settle(long quietMicros) {
        do {
            run(quietMicros / 4);
        } while (micros - Math.max(lastProgrammed, lastPushed) < quietMicros);
    }

    void programmed() {
        lastProgrammed = micros;
    }

    void pushed() {
        lastPushed = micros;
    }

    /** When the data plane of any router changed last, in microseconds. */
    long lastProgrammed() {
        return lastProgrammed;
    }

    /** When any router sent a push last, in microseconds. */
    long lastPushed() {
        return lastPushed;
    }
}

package io.ddm.fsm.sim;

import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** The world: virtual time, what is to happen, the routers and the links between them, and how bad the weather is. */
final class SimNetwork {

    /** Chance and delay of everything that can go wrong on the way. */
    record Weather(double packetLoss, double httpLoss, int mostDelayMillis) {

        static final Weather FAIR = new Weather(0, 0, 3);
        static final Weather FOUL = new Weather(0.2, 0.1, 40);
    }

    private record Scheduled(long at, long number, Runnable action) implements Comparable<Scheduled> {

        @Override
        public int compareTo(Scheduled other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private final List<SimRouter> routers = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private final Random random;
    private final Duration pullInterval;
    private Weather weather = Weather.FAIR;
    private long micros;
    private long scheduled;
    private long events;
    private long exchanges;
    private long pushes;
    private long paths;

    /**
     * @param pullInterval how often routers pull unasked. Zero shows that pushes alone bring everything
     */
    SimNetwork(long seed, Duration pullInterval) {
        this.random = new Random(seed);
        this.pullInterval = pullInterval;
    }

    Duration pullInterval() {
        return pullInterval;
    }

    SimRouter router(String name, RouterKind kind, boolean reference) {
        SimRouter router = new SimRouter(this, routers.size(), new RouterId(name), kind, reference);
        routers.add(router);
        return router;
    }

    SimLink link(SimRouter a, SimRouter b) {
        SimLink link = new SimLink(a, b);
        links.add(link);
        return link;
    }

    List<SimRouter> routers() {
        return routers;
    }

    List<SimLink> links() {
        return links;
    }

    Random random() {
        return random;
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Weather weather() {
        return weather;
    }

    void weather(Weather now) {
        weather = now;
    }

    Instant now() {
        return START.plusNanos(micros * 1000);
    }

    /** How long something takes on its way, in microseconds. */
    long delay() {
        return 200L + random.nextInt(weather.mostDelayMillis() * 1000);
    }

    void after(long delayMicros, Runnable action) {
        queue.add(new Scheduled(micros + delayMicros, scheduled++, action));
    }

    void at(Instant when, Runnable action) {
        after(Duration.between(now(), when).plusNanos(999).toNanos() / 1000, action);
    }

    void run(Duration time) {
        long until = micros + time.toNanos() / 1000;
        while (!queue.isEmpty() && queue.element().at() <= until) {
            Scheduled next = queue.remove();
            micros = next.at();
            next.action().run();
        }
        micros = until;
    }

    void countEvent() {
        events++;
    }

    void countExchange(int withPaths) {
        exchanges++;
        paths += withPaths;
    }

    void countPush() {
        pushes++;
    }

    /** Pushes so far. */
    long pushes() {
        return pushes;
    }

    /** Events handled so far. */
    long events() {
        return events;
    }

    /** Pulls and pushes so far. */
    long exchanges() {
        return exchanges;
    }

    /** Path vectors that travelled so far. */
    long paths() {
        return paths;
    }
}

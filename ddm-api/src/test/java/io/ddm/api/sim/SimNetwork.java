package io.ddm.api.sim;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.MultipathConfig;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

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

    private static final int MAX_IN_A_MOMENT = 1_000_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private final List<SimRouter> routers = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private final Random random;
    private final Duration pullInterval;
    private final boolean references;
    private final Set<Claim> claims;
    private final Optional<MessageDigest> digest;
    private Tape tape = Tape.NONE;
    private Weather weather = Weather.FAIR;
    private long micros;
    private long scheduled;
    private long events;
    private long exchanges;
    private long pushes;
    private long paths;
    private long bytes;
    private boolean calm;
    private double delayNoise;
    private MultipathConfig multipath = MultipathConfig.DEFAULT;

    /**
     * @param pullInterval how often routers pull unasked. Zero shows that pushes alone bring everything
     * @param references whether some routers are of the reference, or may become so
     * @param claims what is claimed beyond the basics
     * @param digest takes in all events and effects
     */
    SimNetwork(long seed, Duration pullInterval, boolean references, Set<Claim> claims,
            Optional<MessageDigest> digest) {
        this.random = new Random(seed);
        this.pullInterval = pullInterval;
        this.references = references;
        this.claims = claims;
        this.digest = digest;
    }

    /** Sees every router that begins from now on. */
    void tape(Tape records) {
        tape = records;
    }

    Tape tape() {
        return tape;
    }

    boolean claims(Claim claim) {
        return claims.contains(claim);
    }

    /** Whether some routers are of the reference, or may become so. */
    boolean hasReferences() {
        return references;
    }

    /**
     * Whether tunnel origins are told. What is lost of them only comes back by pulls, as long as not more is claimed.
     */
    boolean hasTunnels() {
        return claims(Claim.TUNNELS) || (!references && !pullInterval.isZero());
    }

    /**
     * From now on each router measures the delays of its hops every second, each up to this factor larger or smaller
     * than the last time it says; 0 for no more than at the beginning of a session.
     */
    void delayNoise(double factor) {
        delayNoise = factor;
    }

    /** How routers of ours that start from now on use several paths. */
    void multipath(MultipathConfig config) {
        multipath = config;
    }

    MultipathConfig multipath() {
        return multipath;
    }

    double delayNoise() {
        return delayNoise;
    }

    /** Whether nothing is lost or cut now, so that whoever stops can tell everybody. */
    boolean isCalm() {
        return calm;
    }

    void calm(boolean now) {
        calm = now;
    }

    /** Keeps what happened at a router and what it did about it. */
    void digest(SimRouter at, Event event, List<Effect> effects) {
        digest.ifPresent(sum -> sum.update(
                (micros + " " + at.id() + " " + event + " " + effects + "\n").getBytes(StandardCharsets.UTF_8)));
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
        after(Math.max(0, Duration.between(now(), when).plusNanos(999).toNanos() / 1000), action);
    }

    void run(Duration time) {
        long until = micros + time.toNanos() / 1000;
        int inThisMoment = 0;
        while (!queue.isEmpty() && queue.element().at() <= until) {
            Scheduled next = queue.remove();
            inThisMoment = next.at() > micros ? 0 : inThisMoment + 1;
            if (inThisMoment > MAX_IN_A_MOMENT) {
                throw new AssertionError("time stands still: somebody always has work left");
            }
            micros = next.at();
            next.action().run();
        }
        micros = until;
    }

    void countEvent() {
        events++;
    }

    void countExchange(int withBytes) {
        exchanges++;
        bytes += withBytes;
    }

    void countPush(int withPaths) {
        pushes++;
        paths += withPaths;
    }

    void countPaths(int number) {
        paths += number;
    }

    /** Pushes so far. */
    long pushes() {
        return pushes;
    }

    /** Events handled so far. */
    long events() {
        return events;
    }

    /** Requests and replies of the exchange so far. */
    long exchanges() {
        return exchanges;
    }

    /** Path vectors that traveled so far. */
    long paths() {
        return paths;
    }

    /** Bytes of bodies so far. */
    long bytes() {
        return bytes;
    }
}

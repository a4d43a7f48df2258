package io.ddm.interop.chaos;

import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Rounds of random faults on eight real daemons; after each, the lab is left alone until every kernel and every table
 * is as the oracle says. In the end, what the daemons recorded must replay to the same effects. See
 * {@code interop-tests/chaos}.
 */
public final class Chaos {

    /**
     * The longest that a lab may take to be right. It needs 10 s, where a killed daemon left routes; a busy machine
     * more.
     */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** Right must mean right for good. */
    private static final Duration STEADY = Duration.ofSeconds(1);

    private final Plan plan;
    private final Injector injector;
    private final Verdict verdict;
    private final Recordings recordings;
    private final Tally tally = new Tally();
    private int step;

    private Chaos(Plan plan, Lab lab, Recordings recordings) {
        this.plan = plan;
        this.recordings = recordings;
        this.injector = new Injector(lab, recordings);
        this.verdict = new Verdict(lab, plan.network(), injector);
    }

    /**
     * Runs it; the exit status is 0 if all was as promised, else 1.
     *
     * @param args minutes, seed, directory of the logs, and whether there is nft
     */
    public static void main(String... args) throws IOException, InterruptedException {
        Duration length = Duration.ofSeconds(Math.round(60 * Double.parseDouble(args[0])));
        long seed = Long.parseLong(args[1]);
        Path logs = Path.of(args[2]);
        Plan plan = new Plan(seed, Boolean.parseBoolean(args[3]));
        System.out.println("Seed " + seed + ": " + plan.links() + "; logs in " + logs);
        int status;
        try (Lab lab = Lab.of(plan.links(), logs)) {
            status = new Chaos(plan, lab, new Recordings(logs)).run(length, logs);
        }
        if (status != 0) {
            System.out.println("FAILED. The same again: interop-tests/chaos --minutes " + args[0] + " --seed " + seed);
        }
        System.exit(status);
    }

    private int run(Duration length, Path logs) throws IOException, InterruptedException {
        int round = 0;
        long began = System.nanoTime();
        try {
            begin();
            began = System.nanoTime();
            while (System.nanoTime() - began < length.toNanos()) {
                round++;
                rage();
                rest(round);
            }
            end();
        } catch (FailureException e) {
            String failure = "In round " + round + ", after step " + step + ": " + e.getMessage();
            Files.writeString(logs.resolve("failure.txt"), failure);
            System.out.println(failure);
            return 1;
        } finally {
            System.out.printf("%d rounds in %d s%n%s%n", round, Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                    tally.report());
        }
        return 0;
    }

    /** Eight starts at once are no recovery, and take what the machine makes of them. */
    private void begin() throws FailureException, InterruptedException {
        plan.network().nodes().forEach(node -> injector.daemon(node).start());
        for (Fault change : plan.beginning()) {
            injector.inflict(change);
        }
        Optional<String> difference = await(System.nanoTime(), START);
        if (difference.isPresent()) {
            throw new FailureException("the start: " + difference.get());
        }
    }

    /** Whatever happened to the daemons, their recordings are whole up to where each of them ended. */
    private void end() throws FailureException, InterruptedException {
        plan.network().nodes(Network.Condition::hasProcess).forEach(node -> injector.daemon(node).stop());
        Optional<String> difference = recordings.difference(plan.network().nodes());
        if (difference.isPresent()) {
            throw new FailureException("the replay: " + difference.get());
        }
    }

    private void rage() throws FailureException, InterruptedException {
        int faults = plan.faultsOfRound();
        for (int i = 0; i < faults; i++) {
            inflict(plan.next());
            Thread.sleep(plan.pause());
        }
        for (Fault mending : plan.peace()) {
            inflict(mending);
        }
    }

    private void inflict(Fault fault) throws FailureException {
        step++;
        System.out.println("  step " + step + ": " + fault);
        injector.inflict(fault);
        tally.count(fault);
    }

    private void rest(int round) throws FailureException, InterruptedException {
        long began = System.nanoTime();
        Optional<String> difference = await(began, TIMEOUT);
        if (difference.isEmpty()) {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            tally.recovered(round, took);
            Thread.sleep(STEADY);
            difference = verdict.difference()
                    .map(text -> "it was right, and " + STEADY.toSeconds() + " s later " + text);
            System.out.printf("round %d: right after %.1f s%n", round, took.toMillis() / 1e3);
        }
        if (difference.isPresent()) {
            tally.lost(verdict.lost());
            throw new FailureException(difference.get());
        }
    }

    private Optional<String> await(long began, Duration most) throws FailureException, InterruptedException {
        for (;;) {
            Optional<String> difference = unacknowledged().or(verdict::difference);
            if (difference.isEmpty() || System.nanoTime() - began > most.toNanos()) {
                return difference.map(text -> "after " + most.toSeconds() + " s " + text);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private Optional<String> unacknowledged() throws FailureException {
        for (String node : plan.network().nodes(Network.Condition.RUNNING::equals)) {
            if (!injector.ask(node)) {
                return Optional.of(node + " does not acknowledge a change");
            }
        }
        return Optional.empty();
    }
}

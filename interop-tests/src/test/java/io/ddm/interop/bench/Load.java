package io.ddm.interop.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * 200 clients read 10,000 prefixes from a daemon whose neighbor changes 1,000 of them a second: no read may fail,
 * and no session may end. See {@code interop-tests/bench/load}.
 */
public final class Load {

    private static final int CLIENTS = 200;
    private static final int PREFIXES = 10_000;
    private static final int BATCH = 100;
    private static final int BATCHES_A_SECOND = 10;

    /** Of the changes that are due, so many must be made while clients read. */
    private static final double MIN_PART = 0.9;

    /** Withdrawn at a time at the most, with a push that may be under way. */
    private static final int AWAY = 5 * BATCH;

    private Load() {}

    /**
     * Runs it; the exit status is 0 if all was as promised, else 1.
     *
     * @param args seconds
     */
    public static void main(String... args) throws IOException, InterruptedException {
        boolean held;
        try (Lab lab = Lab.of("s1-s2", Path.of("target/load"))) {
            held = run(lab, args[0]);
        }
        System.exit(held ? 0 : 1);
    }

    private static boolean run(Lab lab, String seconds) throws IOException, InterruptedException {
        Daemon origin = lab.daemon("s1");
        Daemon read = lab.daemon("s2");
        Prefixes.start(origin, read);
        for (int from = 0; from < PREFIXES; from += 1000) {
            Prefixes.change(origin, "PUT", from, 1000);
        }
        Prefixes.await("the routes come", Duration.ofSeconds(60), () -> read.routes().size() == PREFIXES);
        Process readers = lab
                .enter("s2", "bench/java", "bench.Readers", "" + CLIENTS, seconds, "" + (PREFIXES - AWAY),
                        "" + PREFIXES)
                .redirectErrorStream(true)
                .start();
        long began = System.nanoTime();
        int changed = 0;
        for (int i = 0; readers.isAlive(); i++) {
            // Withdrawn by even turns, back by odd ones.
            Prefixes.change(origin, i % 2 == 0 ? "DELETE" : "PUT", i / 2 * BATCH % PREFIXES, BATCH);
            changed += BATCH;
            Thread.sleep(Math.max(0, 1000L * (i + 1) / BATCHES_A_SECOND - (System.nanoTime() - began) / 1_000_000));
        }
        double took = (System.nanoTime() - began) / 1e9;
        String said = new String(readers.getInputStream().readAllBytes(), UTF_8).strip();
        System.out.println(said);
        String[] figures = said.substring(said.lastIndexOf('\n') + 1).split(" ", -1);
        if (readers.waitFor() != 0 || figures.length != 4) {
            System.out.println("BROKE: the readers ended with " + readers.exitValue());
            return false;
        }
        long losses = Prefixes.losses(origin) + Prefixes.losses(read);
        System.out.printf(
                "%d clients, %s reads of %d prefixes (%.1f a second), %s failed, p50 %s ms, p99 %s ms;"
                        + " %.0f changes a second; %d sessions lost%n",
                CLIENTS, figures[0], PREFIXES, Double.parseDouble(figures[0]) / took, figures[1], figures[2],
                figures[3], changed / took, losses);
        List<String> wrong = new ArrayList<>();
        check(wrong, Integer.parseInt(figures[0]) >= CLIENTS, figures[0] + " reads, less than one of each client");
        check(wrong, figures[1].equals("0"), figures[1] + " reads failed");
        check(wrong, losses == 0, losses + " sessions lost");
        check(wrong, changed / took >= MIN_PART * BATCH * BATCHES_A_SECOND,
                "%.0f changes a second, too few to say anything".formatted(changed / took));
        System.out.println(wrong.isEmpty() ? "held" : "BROKE: " + wrong);
        return wrong.isEmpty();
    }

    private static void check(List<String> wrong, boolean isRight, String otherwise) {
        if (!isRight) {
            wrong.add(otherwise);
        }
    }
}

package io.ddm.interop.bench.delay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The round trip that a router shows against that of ping over the same wire at the same time. */
final class RoundTrip implements Part {

    private static final Duration DELAY = Duration.ofMillis(2);
    private static final double MAX_DEVIATION = 0.05;
    private static final int SAMPLE_MILLIS = 100;
    private static final int COUNT = 250;

    /** The last two lines of ping; it rounds to microseconds. */
    private static final Pattern SUMMARY = Pattern
            .compile("(\\d+) packets transmitted, (\\d+) received.*rtt [a-z/]+ = [\\d.]+/([\\d.]+)/", Pattern.DOTALL);

    @Override
    public void run(Table table) throws Exception {
        try (Lab lab = Lab.wired("s1-s2", "s1-s2", Path.of("target/delay"))) {
            Daemon near = lab.daemon("s1");
            Prefixes.start(near, lab.daemon("s2"));
            lab.wire("s1-s2").delay(DELAY);
            RouterView router = new RouterView(near);
            Prefixes.await("the wire's delay is seen", Duration.ofSeconds(60),
                    () -> router.figure("to-s2", "rtt_avg_us") > 2 * DELAY.toNanos() / 1000);
            // The average forgets what was before the delay.
            Thread.sleep(3000);
            compare(lab, router, table);
        }
    }

    private static void compare(Lab lab, RouterView router, Table table) throws IOException, InterruptedException {
        Process ping = lab
                .enter("s1", "ping", "-6", "-n", "-q", "-c", Integer.toString(COUNT), "-i", "0.02", "-w", "60",
                        lab.address("s2", "to-s1") + "%to-s2")
                .redirectErrorStream(true)
                .start();
        LongSummaryStatistics averages = new LongSummaryStatistics();
        LongSummaryStatistics network = new LongSummaryStatistics();
        while (ping.isAlive()) {
            String stat = router.stat();
            averages.accept(RouterView.figure(stat, "to-s2", "rtt_avg_us"));
            network.accept(RouterView.figure(stat, "to-s2", "net_rtt_us"));
            Thread.sleep(SAMPLE_MILLIS);
        }
        String said = new String(ping.getInputStream().readAllBytes(), UTF_8);
        Matcher summary = SUMMARY.matcher(said);
        if (ping.waitFor() != 0 || !summary.find()) {
            throw new IOException("ping says " + said.strip());
        }
        double mean = Double.parseDouble(summary.group(3)) * 1000;
        double deviation = averages.getAverage() / mean - 1;
        table.note("ping over a wire of 2 ms, average of " + summary.group(2) + " of " + summary.group(1),
                "%.0f us".formatted(mean));
        table.note("NETRTT at the same time, mean of " + network.getCount(), "%.0f us".formatted(network.getAverage()));
        table.claim("RTTAVG at the same time, mean (lowest to highest) of " + averages.getCount(),
                "%.0f us (%d to %d): %+.1f %%".formatted(averages.getAverage(), averages.getMin(), averages.getMax(),
                        100 * deviation),
                "within 5 % of ping", Math.abs(deviation) <= MAX_DEVIATION && averages.getMin() > 0);
    }
}

package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.netns.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a busy machine or a stopped daemon lets a router take a neighbor that is there for failed. */
final class FalseFailures implements Part {

    private static final int STOP_MILLIS = 2000;
    private static final String FAILED = "does not answer probes";

    private final int seconds;

    /**
     * @param seconds beside burners
     */
    FalseFailures(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public void run(Table table) throws Exception {
        try (Diamond diamond = Diamond.start(false)) {
            Prefixes.await("all peers answer", Duration.ofSeconds(60), () -> lacking(diamond) == 0);
            int before = failures(diamond);
            long probes = probes(diamond, "sent");
            long lost = probes(diamond, "lost");
            long groups = burn(diamond);
            int failed = failures(diamond) - before;
            int burners = burners();
            table.note(burners + " burners for %d s: probes lost of sent".formatted(seconds),
                    "%d of %d".formatted(probes(diamond, "lost") - lost, probes(diamond, "sent") - probes));
            table.claim(burners + " burners: peers that were taken for failed",
                    "%d (%d times a whole group)".formatted(failed, groups), "0",
                    failed == 0);
            before = failures(diamond);
            lost = probes(diamond, "lost");
            for (Map.Entry<String, Daemon> one : diamond.daemons().entrySet()) {
                one.getValue().pause();
                Thread.sleep(STOP_MILLIS);
                one.getValue().resume();
                // Longer than five probes take to be lost.
                Thread.sleep(1000);
            }
            failed = failures(diamond) - before;
            table.claim("each daemon stopped for 2 s in turn: peers that were taken for failed",
                    "%d, %d probes lost".formatted(failed, probes(diamond, "lost") - lost), "0",
                    failed == 0 && lacking(diamond) == 0);
            long sessions = 0;
            for (Daemon daemon : diamond.daemons().values()) {
                sessions += Prefixes.losses(daemon);
            }
            table.claim("sessions lost in all that", "" + sessions, "0", sessions == 0);
        }
    }

    /** How often a router was seen that takes no peer for alive. */
    private long burn(Diamond diamond) throws IOException, InterruptedException {
        List<Process> burning = new ArrayList<>();
        long groups = 0;
        try {
            for (int i = 0; i < burners(); i++) {
                burning.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(1000);
                for (Daemon daemon : diamond.daemons().values()) {
                    groups += new RouterView(daemon).peers("group_failed") > 0 ? 1 : 0;
                }
            }
        } finally {
            burning.forEach(Process::destroyForcibly);
        }
        return groups;
    }

    private static int burners() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    /** How many of the two peers of each router do not answer. */
    private static long lacking(Diamond diamond) {
        long ok = 0;
        for (Daemon daemon : diamond.daemons().values()) {
            ok += new RouterView(daemon).peers("ok");
        }
        return 2L * diamond.daemons().size() - ok;
    }

    private static long probes(Diamond diamond, String result) {
        long sum = 0;
        for (Daemon daemon : diamond.daemons().values()) {
            sum += new RouterView(daemon).probes(result);
        }
        return sum;
    }

    /** The log says each failure, however short. It may have lines of former runs. */
    private static int failures(Diamond diamond) throws IOException {
        int count = 0;
        for (String node : diamond.daemons().keySet()) {
            for (String line : Files.readAllLines(Path.of("target/delay").resolve(node + ".log"))) {
                count += line.contains(FAILED) ? 1 : 0;
            }
        }
        return count;
    }
}

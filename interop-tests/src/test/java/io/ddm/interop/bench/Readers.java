package io.ddm.interop.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Many clients of one admin API that read {@code /prefixes} without rest, each on a virtual thread and a connection of
 * its own. Runs on the daemon's node; the last line says {@code reads failures p50-ms p99-ms}.
 */
public final class Readers {

    private static final int TIMEOUT_MS = 30_000;

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final int least;
    private final int most;

    private Readers(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /**
     * Reads for a while and says how it went.
     *
     * @param args clients, seconds, the fewest and the most destinations that a reply may have
     */
    public static void main(String... args) throws InterruptedException {
        System.setProperty("http.maxConnections", args[0]);
        new Readers(Integer.parseInt(args[2]), Integer.parseInt(args[3])).run(Integer.parseInt(args[0]),
                Duration.ofSeconds(Long.parseLong(args[1])));
    }

    private void run(int clients, Duration length) throws InterruptedException {
        long ends = System.nanoTime() + length.toNanos();
        CountDownLatch running = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            Thread.startVirtualThread(() -> {
                while (System.nanoTime() < ends) {
                    read();
                }
                running.countDown();
            });
        }
        running.await();
        failures.stream().distinct().limit(5).forEach(System.out::println);
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf("%d %d %d %d%n", sorted.size(), failures.size(), percentile(sorted, 50),
                percentile(sorted, 99));
    }

    private void read() {
        long began = System.nanoTime();
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://[::1]:8000/prefixes")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            connection.setRequestProperty("api-version", "2.0.0");
            try (InputStream body = connection.getInputStream()) {
                String text = new String(body.readAllBytes(), ISO_8859_1);
                int destinations = (text.length() - text.replace("\"destination\"", "").length()) / 13;
                if (connection.getResponseCode() != 200 || !text.endsWith("}") || destinations < least
                        || destinations > most) {
                    failures.add(connection.getResponseCode() + ", " + destinations + " destinations");
                }
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
        nanos.add(System.nanoTime() - began);
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100) / 1_000_000;
    }
}

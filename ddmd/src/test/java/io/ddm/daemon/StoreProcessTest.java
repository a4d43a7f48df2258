package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.store.OriginStore;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on disks that are full, read-only or damaged, and killed while it writes. */
final class StoreProcessTest {

    /** Kills in the storm; each costs a start of the daemon. */
    private static final int ROUNDS = Integer.getInteger("ddm.storm.rounds", 4);

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void answers507WhileDiskIsFull() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.onDisk(scratch, "size=512k", "true")) {
            assertThat(put(daemon, "fd00:1::/64").statusCode()).isEqualTo(204);
            awaitReady(daemon);
            fill(daemon.inData("fill"));
            // What is in the last block already may have room for a few more lines.
            List<HttpResponse<String>> refused = new ArrayList<>();
            Set<String> acknowledged = new HashSet<>(Set.of("fd00:1::/64"));
            for (int i = 2; i < 300 && refused.isEmpty(); i++) {
                String prefix = "fd00:" + Integer.toHexString(i) + "::/64";
                HttpResponse<String> reply = put(daemon, prefix);
                if (reply.statusCode() == 204) {
                    acknowledged.add(prefix);
                } else {
                    refused.add(reply);
                }
            }
            assertThat(refused).singleElement().satisfies(reply -> {
                assertThat(reply.statusCode()).isEqualTo(507);
                assertThat(reply.body()).contains("No space left on device").doesNotContain("no space left");
            });
            assertThat(originated(daemon)).isEqualTo(acknowledged);
            HttpResponse<String> ready = daemon.admin("GET", "/ready", "");
            assertThat(ready.statusCode()).as("it still routes").isEqualTo(200);
            assertThat(ready.body()).contains("\"code\" : \"store-full\"");
            assertThat(daemon.admin("GET", "/metrics", "").body()).contains("ddm_problem{code=\"store-full\"");

            Files.delete(daemon.inData("fill"));
            assertThat(put(daemon, "fd00:1001::/64").statusCode()).isEqualTo(204);
            acknowledged.add("fd00:1001::/64");
            assertThat(originated(daemon)).isEqualTo(acknowledged);
            assertThat(daemon.admin("GET", "/ready", "").body()).doesNotContain("store-full");
            // What a crash would leave now.
            Path left = Files.createDirectory(scratch.resolve("left"));
            Files.copy(daemon.inData("originated.log"), left.resolve("originated.log"));
            assertThat(stored(left)).isEqualTo(acknowledged);
        }
    }

    @Test
    void recoversFromFullDiskByItself() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.onDisk(scratch, "size=512k",
                "head -c 600k /dev/zero > fill || true")) {
            assertThat(put(daemon, "fd00:1::/64").statusCode()).isEqualTo(507);
            Files.delete(daemon.inData("fill"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !daemon.admin("GET", "/ready", "").body().contains("store-full"));
        }
    }

    @Test
    void routesAndRejectsChangesOnReadOnlyDisk() throws Exception {
        Path before = Files.createDirectory(scratch.resolve("before"));
        try (OriginStore store = OriginStore.open(before)) {
            store.add(Set.of(Prefix.parse("fd00:1::/64")));
        }
        try (DaemonProcess daemon = DaemonProcess.onDisk(scratch, "size=512k",
                "cp " + before + "/originated.log . && mount -o remount,ro .")) {
            assertThat(originated(daemon)).containsExactly("fd00:1::/64");
            HttpResponse<String> refused = put(daemon, "fd00:2::/64");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("Read-only file system");
            assertThat(put(daemon, "fd00:1::/64").statusCode()).as("what is stored").isEqualTo(204);
            assertThat(originated(daemon)).containsExactly("fd00:1::/64");
            awaitReady(daemon);
            assertThat(daemon.admin("GET", "/ready", "").body()).contains("\"code\" : \"store-unwritable\"");
        }
    }

    @Test
    void loadsAndAnnouncesStoreThatIsMountedLate() throws Exception {
        Path real = Files.createDirectory(scratch.resolve("real"));
        try (OriginStore store = OriginStore.open(real)) {
            store.add(Set.of(Prefix.parse("fd00:1::/64")));
        }
        try (DaemonProcess daemon = DaemonProcess.onDisk(scratch, "size=512k,ro", "true")) {
            assertThat(put(daemon, "fd00:2::/64").statusCode()).isEqualTo(503);
            assertThat(originated(daemon)).isEmpty();
            daemon.execute("mount", "--bind", real.toString(), scratch.resolve("data").toString());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(originated(daemon)).containsExactly("fd00:1::/64"));
            assertThat(put(daemon, "fd00:2::/64").statusCode()).isEqualTo(204);
            assertThat(daemon.admin("GET", "/ready", "").body()).doesNotContain("store-");
        }
        assertThat(stored(real)).containsExactlyInAnyOrder("fd00:1::/64", "fd00:2::/64");
    }

    @Test
    void acknowledgesNothingInADirectoryThatWasRemoved() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            assertThat(put(daemon, "fd00:1::/64").statusCode()).isEqualTo(204);
            Files.move(scratch.resolve("data"), scratch.resolve("away"));
            Set<String> acknowledged = new HashSet<>(Set.of("fd00:1::/64"));
            List<HttpResponse<String>> refused = new ArrayList<>();
            for (int i = 2; i < 200; i++) {
                String prefix = "fd00:" + Integer.toHexString(i) + "::/64";
                HttpResponse<String> reply = put(daemon, prefix);
                if (reply.statusCode() == 204) {
                    acknowledged.add(prefix);
                } else {
                    refused.add(reply);
                }
            }
            assertThat(refused).allSatisfy(reply -> {
                assertThat(reply.statusCode()).isEqualTo(503);
                assertThat(reply.body()).contains("removed or replaced by another process");
            });
            daemon.kill();
            assertThat(stored(scratch.resolve("data"))).containsAll(acknowledged);
        }
    }

    @Test
    void setsDamagedFileAsideAndReportsIt() throws Exception {
        Path data = Files.createDirectory(scratch.resolve("data"));
        try (OriginStore store = OriginStore.open(data)) {
            store.add(Set.of(Prefix.parse("fd00:1::/64")));
            store.add(Set.of(Prefix.parse("fd00:2::/64")));
        }
        Path file = data.resolve("originated.log");
        String damaged = Files.readString(file).replace("fd00:2::/64", "fd00:3::/64");
        Files.writeString(file, damaged);
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            assertThat(originated(daemon)).containsExactly("fd00:1::/64");
            awaitReady(daemon);
            assertThat(daemon.admin("GET", "/ready", "").body()).contains("\"code\" : \"store-damaged\"", "fd00:3::/64",
                    "it is kept as ");
            assertThat(daemon.log()).contains("ERROR").contains("1 of 5 lines cannot be read");
        }
        try (var files = Files.list(data)) {
            assertThat(files.filter(f -> f.getFileName().toString().contains(".corrupt-"))).singleElement()
                    .satisfies(kept -> assertThat(kept).hasContent(damaged));
        }
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            assertThat(originated(daemon)).containsExactly("fd00:1::/64");
            assertThat(daemon.admin("GET", "/ready", "").body()).doesNotContain("store-damaged");
        }
    }

    @Test
    void losesNothingAcknowledgedWhenKilled() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Set<String> sent = ConcurrentHashMap.newKeySet();
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
                assertThat(originated(daemon)).as("round %d", round).containsAll(acknowledged).isSubsetOf(sent);
                int enough = acknowledged.size() + 20 + random.nextInt(60);
                CompletableFuture<Void> storm = CompletableFuture.allOf(storm(daemon, round, 1, acknowledged, sent),
                        storm(daemon, round, 2, acknowledged, sent));
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> acknowledged.size() >= enough);
                daemon.kill();
                storm.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(stored(scratch.resolve("data"))).containsAll(acknowledged).isSubsetOf(sent);
    }

    /** Originates one prefix after the other until nobody answers any more. */
    private static CompletableFuture<Void> storm(DaemonProcess daemon, int round, int client, Set<String> acknowledged,
            Set<String> sent) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 1; daemon.isAlive(); i++) {
                    String prefix = "fd00:%x:%x:%x::/64".formatted(round + 1, client, i);
                    sent.add(prefix);
                    if (put(daemon, prefix).statusCode() == 204) {
                        acknowledged.add(prefix);
                    }
                }
            } catch (IOException e) {
                // It was killed, or else the wait for acknowledgements fails.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static HttpResponse<String> put(DaemonProcess daemon, String prefix)
            throws IOException, InterruptedException {
        return daemon.admin("PUT", "/prefix", "[\"" + prefix + "\"]");
    }

    private static Set<String> originated(DaemonProcess daemon) throws IOException, InterruptedException {
        String list = daemon.admin("GET", "/originated", "").body().replaceAll("[\\[\\]\"]", "");
        return list.isEmpty() ? Set.of() : Set.of(list.split(",", -1));
    }

    private static Set<String> stored(Path directory) throws IOException {
        Set<String> all = new HashSet<>();
        try (OriginStore store = OriginStore.open(directory)) {
            for (Destination destination : store.load()) {
                all.add(destination.toString());
            }
        }
        return all;
    }

    private static void awaitReady(DaemonProcess daemon) {
        await().atMost(Duration.ofSeconds(20)).until(() -> daemon.admin("GET", "/ready", "").statusCode() == 200);
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[1024];
        ThreadLocalRandom.current().nextBytes(block);
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}

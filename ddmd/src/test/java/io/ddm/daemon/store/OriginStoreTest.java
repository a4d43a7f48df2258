package io.ddm.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginStoreTest {

    private static final Destination PREFIX = Prefix.parse("fd00:1::1/64");
    private static final Destination TUNNEL = new TunnelOrigin(IpPrefix.parse("203.0.113.0/24"),
            Ipv6Address.parse("fd00:1701::1"), 47, -1);

    private static final Destination OTHER = Prefix.parse("fd00:2::/64");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void keepsAddedAfterUncleanEnd() throws Exception {
        OriginStore store = OriginStore.open(directory);
        store.add(Set.of(PREFIX, TUNNEL));
        // What is on disk now is what a crash would leave.
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        store.close();
        try (OriginStore again = OriginStore.open(copy)) {
            assertThat(again.load()).containsExactlyInAnyOrder(PREFIX, TUNNEL);
        }
    }

    @Test
    void removesOnceAndRepeatsWithoutEffect() throws Exception {
        try (OriginStore store = OriginStore.open(directory)) {
            store.add(Set.of(PREFIX));
            store.add(Set.of(PREFIX));
            store.remove(Set.of(TUNNEL));
            assertThat(store.load()).containsExactly(PREFIX);
            store.remove(Set.of(PREFIX));
        }
        try (OriginStore store = OriginStore.open(directory)) {
            assertThat(store.load()).isEmpty();
        }
    }

    @Test
    void repeatedAddWritesNothing() throws Exception {
        try (OriginStore store = OriginStore.open(directory)) {
            store.add(Set.of(PREFIX, TUNNEL));
            long written = size();
            store.add(Set.of(PREFIX));
            store.add(List.of(TUNNEL, PREFIX));
            assertThat(size()).isEqualTo(written);
        }
    }

    @Test
    void keepsUnreadableFileUnderAnotherName() throws Exception {
        Files.writeString(file(), "no log\n".repeat(2000));
        try (OriginStore store = OriginStore.open(directory)) {
            assertThat(store.load()).isEmpty();
            assertThat(store.status().damage()).get()
                    .asString()
                    .contains("2000 of 2000 lines", "'no log'", "it is kept as " + file() + ".corrupt-");
            store.add(Set.of(PREFIX));
        }
        assertThat(aside()).singleElement().satisfies(kept -> assertThat(kept).hasContent("no log\n".repeat(2000)));
        try (OriginStore store = OriginStore.open(directory)) {
            assertThat(store.load()).containsExactly(PREFIX);
            assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
        }
    }

    @Test
    void damagedLineLosesOnlyItsEntry() throws Exception {
        Set<Destination> all = new LinkedHashSet<>();
        try (OriginStore store = OriginStore.open(directory)) {
            for (int i = 0; i < 50; i++) {
                all.add(Prefix.parse("fd00:" + Integer.toHexString(i + 1) + "::/64"));
                store.add(all);
            }
        }
        byte[] good = Files.readAllBytes(file());
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), bad);
            try (OriginStore store = OriginStore.open(directory)) {
                assertThat(all).containsAll(store.load());
                assertThat(store.load()).hasSizeGreaterThanOrEqualTo(all.size() - 2);
                assertThat(store.status().damage()).isPresent();
            }
        }
        assertThat(aside()).hasSize(300);
    }

    @Test
    void ignoresChangeCutOffByCrash() throws Exception {
        try (OriginStore store = OriginStore.open(directory)) {
            store.add(Set.of(PREFIX));
        }
        byte[] before = Files.readAllBytes(file());
        try (OriginStore store = OriginStore.open(directory)) {
            store.add(Set.of(TUNNEL, OTHER));
        }
        byte[] after = Files.readAllBytes(file());
        for (int length = before.length; length < after.length; length++) {
            Files.write(file(), Arrays.copyOf(after, length));
            try (OriginStore store = OriginStore.open(directory)) {
                assertThat(store.load()).as("cut off after %d bytes", length).containsExactly(PREFIX);
                assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
                store.add(Set.of(OTHER));
            }
            try (OriginStore store = OriginStore.open(directory)) {
                assertThat(store.load()).containsExactlyInAnyOrder(PREFIX, OTHER);
            }
        }
    }

    @Test
    void rewritesLongFile() throws Exception {
        try (OriginStore store = OriginStore.open(directory)) {
            for (int i = 0; i < 6000; i++) {
                store.add(Set.of(PREFIX));
                store.remove(Set.of(PREFIX));
            }
            store.add(Set.of(OTHER));
            assertThat(size()).isLessThan(400_000);
        }
        try (OriginStore store = OriginStore.open(directory)) {
            assertThat(store.load()).containsExactly(OTHER);
        }
    }

    @Test
    void rejectsChangesWhileDirectoryIsUnusable() throws Exception {
        Path taken = Files.writeString(directory.resolve("data"), "a file");
        try (OriginStore store = OriginStore.open(taken)) {
            assertThat(store.load()).isEmpty();
            assertThat(store.status().failure()).isPresent();
            assertThatThrownBy(() -> store.add(Set.of(PREFIX)))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isFull()).isFalse())
                    .hasMessageContaining("cannot be stored");
            assertThat(store.load()).isEmpty();
            Files.delete(taken);
            store.retry();
            assertThat(store.status().failure()).isEmpty();
            store.add(Set.of(PREFIX));
        }
        try (OriginStore store = OriginStore.open(taken)) {
            assertThat(store.load()).containsExactly(PREFIX);
        }
    }

    @Test
    void rejectsSecondProcess() throws Exception {
        try (OriginStore first = OriginStore.open(directory)) {
            assertThatThrownBy(() -> OriginStore.open(directory)).isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another process");
            assertThat(first.load()).isEmpty();
        }
    }

    private Path file() {
        return directory.resolve("originated.log");
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("originated.log.corrupt-")).toList();
        }
    }

    private long size() throws IOException {
        return Files.size(file());
    }
}

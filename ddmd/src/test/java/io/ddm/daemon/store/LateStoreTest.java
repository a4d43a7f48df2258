package io.ddm.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data directory that appears late, disappears, or is replaced while the store is open. */
final class LateStoreTest {

    private static final Destination OLD = Prefix.parse("fd00:1::/64");
    private static final Destination NEW = Prefix.parse("fd00:2::/64");
    private static final Destination LATER = Prefix.parse("fd00:3::/64");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path scratch;

    @SuppressWarnings("NullAway.Init")
    private Path data;

    private final List<Destination> announced = new ArrayList<>();

    @BeforeEach
    void chooseDirectory() {
        data = scratch.resolve("data");
    }

    @Test
    void loadsDirectoryThatAppearsLate() throws Exception {
        Files.writeString(data, "in the way");
        try (OriginStore store = opened(data)) {
            assertThat(store.status().failure()).get().asString().contains("is not a directory");
            rejects(store, NEW);
            Files.delete(data);
            Files.move(directoryWith("real", OLD), data);
            store.retry();
            assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
            assertThat(announced).containsExactly(OLD);
            store.add(Set.of(NEW));
        }
        assertThat(stored(data)).containsExactlyInAnyOrder(OLD, NEW);
    }

    @Test
    void loadsLateDirectoryBeforeTheFirstChange() throws Exception {
        Files.writeString(data, "in the way");
        try (OriginStore store = opened(data)) {
            Files.delete(data);
            Files.move(directoryWith("real", OLD), data);
            store.add(Set.of(NEW));
            assertThat(announced).containsExactly(OLD);
        }
        assertThat(stored(data)).containsExactlyInAnyOrder(OLD, NEW);
    }

    @Test
    void waitsForLateDirectoryThatAnotherProcessHolds() throws Exception {
        Files.writeString(data, "in the way");
        Path real = directoryWith("real", OLD);
        try (OriginStore store = opened(data)) {
            try (OriginStore other = OriginStore.open(real)) {
                Files.delete(data);
                Files.createSymbolicLink(data, real);
                store.retry();
                assertThat(store.status().failure()).get().asString().contains("in use by another process");
                assertThat(store.load()).isEmpty();
                rejects(store, NEW);
                other.add(Set.of(LATER));
            }
            store.retry();
            assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
            assertThat(announced).containsExactlyInAnyOrder(OLD, LATER);
        }
    }

    @Test
    void neverWritesLogThatCannotBeRead() throws Exception {
        directoryWith("data", OLD);
        byte[] before = Files.readAllBytes(log());
        boolean[] broken = {true};
        try (OriginStore store = OriginStore.open(data, path -> new DurableFile(path) {
            @Override
            Optional<byte[]> read() throws IOException {
                if (broken[0]) {
                    throw new IOException("Input/output error");
                }
                return super.read();
            }
        })) {
            store.onFound(announced::addAll);
            assertThat(store.status().failure()).get().asString().contains("Input/output error");
            rejects(store, NEW);
            store.retry();
            assertThat(Files.readAllBytes(log())).isEqualTo(before);
            broken[0] = false;
            store.retry();
            assertThat(announced).containsExactly(OLD);
            assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
        }
        assertThat(stored(data)).containsExactly(OLD);
    }

    @Test
    void rejectsChangesAfterDirectoryWasRemoved() throws Exception {
        try (OriginStore store = opened(data)) {
            store.add(Set.of(OLD));
            remove(data);
            rejects(store, OLD);
            assertThat(store.status().failure()).get().asString().contains("removed or replaced");
            store.retry();
            assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
            store.add(Set.of(NEW));
        }
        assertThat(stored(data)).containsExactlyInAnyOrder(OLD, NEW);
    }

    @Test
    void noticesRemovalOfLogAndLockWithoutAChange() throws Exception {
        for (String name : List.of("originated.log", "originated.lock")) {
            try (OriginStore store = opened(data)) {
                store.add(Set.of(OLD));
                Files.delete(data.resolve(name));
                store.retry();
                assertThat(data.resolve(name)).isRegularFile();
                assertThatThrownBy(() -> OriginStore.open(data)).hasMessageContaining("in use by another process");
            }
            assertThat(stored(data)).containsExactly(OLD);
        }
    }

    @Test
    void mergesBackupThatIsRestoredWhileOpen() throws Exception {
        Path backup = directoryWith("backup", OLD, LATER);
        byte[] restored = Files.readAllBytes(backup.resolve("originated.log"));
        try (OriginStore store = opened(data)) {
            store.add(Set.of(NEW, LATER));
            store.remove(Set.of(LATER));
            Files.move(data, scratch.resolve("before"));
            Files.move(backup, data);
            rejects(store, NEW);
            store.retry();
            assertThat(announced).as("what was withdrawn and acknowledged stays withdrawn").containsExactly(OLD);
            assertThat(store.status()).isEqualTo(StoreStatus.GOOD);
        }
        assertThat(stored(data)).containsExactlyInAnyOrder(OLD, NEW);
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.filter(f -> f.getFileName().toString().contains(".replaced-"))).singleElement()
                    .satisfies(kept -> assertThat(Files.readAllBytes(kept)).isEqualTo(restored));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mkfifo originated.log", "mkdir originated.log", "ln -s /dev/zero originated.log",
                    "ln -s /etc/hostname originated.log", "mkfifo originated.lock", "ln -s made originated.lock"})
    void rejectsAnythingButRegularFilesAtOnce(String command) throws Exception {
        Files.createDirectory(data);
        assertThat(new ProcessBuilder("sh", "-c", command).directory(data.toFile()).start().waitFor()).isZero();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            try (OriginStore store = opened(data)) {
                assertThat(store.status().failure()).get().asString().contains("not a regular file");
                rejects(store, NEW);
            }
        });
        assertThat(data.resolve("made")).doesNotExist();
    }

    @Test
    void doesNotFollowLinkedPartFile() throws Exception {
        Path victim = Files.writeString(scratch.resolve("victim"), "mine");
        Files.createDirectory(data);
        Files.createSymbolicLink(data.resolve("originated.log.part"), victim);
        try (OriginStore store = opened(data)) {
            store.add(Set.of(OLD));
        }
        assertThat(victim).hasContent("mine");
        assertThat(log()).isRegularFile();
        assertThat(stored(data)).containsExactly(OLD);
    }

    @Test
    void createsAllLevelsOfItsDirectory() throws Exception {
        Path deep = scratch.resolve("a/b/c");
        try (OriginStore store = opened(deep)) {
            store.add(Set.of(OLD));
        }
        assertThat(stored(deep)).containsExactly(OLD);
    }

    private OriginStore opened(Path directory) throws IOException {
        OriginStore store = OriginStore.open(directory);
        store.onFound(announced::addAll);
        return store;
    }

    private static void rejects(OriginStore store, Destination destination) {
        assertThatThrownBy(() -> store.add(Set.of(destination))).isInstanceOf(StoreException.class);
    }

    private Path directoryWith(String name, Destination... destinations) throws Exception {
        Path made = scratch.resolve(name);
        try (OriginStore store = OriginStore.open(made)) {
            store.add(List.of(destinations));
        }
        return made;
    }

    private static Set<Destination> stored(Path directory) throws IOException {
        try (OriginStore store = OriginStore.open(directory)) {
            return store.load();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private Path log() {
        return data.resolve("originated.log");
    }
}

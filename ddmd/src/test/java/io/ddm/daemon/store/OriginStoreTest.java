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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginStoreTest {

    private static final Destination PREFIX = Prefix.parse("fd00:1::1/64");
    private static final Destination TUNNEL = new TunnelOrigin(IpPrefix.parse("203.0.113.0/24"),
            Ipv6Address.parse("fd00:1701::1"), 47, -1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void whatWasAddedIsThereAfterAnUncleanEnd() throws Exception {
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
    void removedIsRemovedAndRepeatingChangesNothing() throws Exception {
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
    void aRepeatedAddWritesNothing() throws Exception {
        try (OriginStore store = OriginStore.open(directory)) {
            store.add(Set.of(PREFIX, TUNNEL));
            long written = size();
            store.add(Set.of(PREFIX));
            store.add(List.of(TUNNEL, PREFIX));
            assertThat(size()).isEqualTo(written);
        }
    }

    @Test
    void aFileThatCannotBeReadIsSetAsideAndTheRouterStarts() throws Exception {
        Files.writeString(directory.resolve("originated.mv"), "no store ".repeat(2000));
        try (OriginStore store = OriginStore.open(directory)) {
            assertThat(store.load()).isEmpty();
            store.add(Set.of(PREFIX));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("originated.mv.unreadable-"));
        }
    }

    @Test
    void aSecondProcessIsToldThatTheFirstHasIt() throws Exception {
        try (OriginStore first = OriginStore.open(directory)) {
            assertThatThrownBy(() -> OriginStore.open(directory)).isInstanceOf(IOException.class).hasMessageContaining(
                    "in use by another process");
            assertThat(first.load()).isEmpty();
        }
    }

    private long size() throws IOException {
        return Files.size(directory.resolve("originated.mv"));
    }
}

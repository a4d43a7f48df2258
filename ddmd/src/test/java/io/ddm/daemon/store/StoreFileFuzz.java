package io.ddm.daemon.store;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Any bytes as the file of the store: after a first byte of zero as they are, else as lines with checksums. */
public final class StoreFileFuzz {

    private static final Destination ADDED = Prefix.parse("fd00:77::/64");

    private StoreFileFuzz() {}

    /**
     * The store opens whatever is in its file, takes a change and has it after opening again. A file of which something
     * could not be read is still there, under another name.
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException, StoreException {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] content = input[0] == 0 ? rest : OriginJournalFuzz.withChecksums(rest);
        Path directory = Files.createTempDirectory("store-fuzz");
        try {
            Files.write(directory.resolve("originated.log"), content);
            check(directory, content);
        } finally {
            for (Path file : files(directory)) {
                Files.delete(file);
            }
            Files.delete(directory);
        }
    }

    private static void check(Path directory, byte[] content) throws IOException, StoreException {
        Set<Destination> wanted = new HashSet<>(Set.of(ADDED));
        try (OriginStore store = OriginStore.open(directory)) {
            wanted.addAll(store.load());
            require(store.status().damage().isEmpty() || isSetAside(directory, content), "damaged and not set aside");
            store.add(Set.of(ADDED));
        }
        try (OriginStore again = OriginStore.open(directory)) {
            require(again.load().equals(wanted) && again.status().damage().isEmpty(), "acknowledged and not there");
        }
    }

    private static boolean isSetAside(Path directory, byte[] content) throws IOException {
        for (Path file : files(directory)) {
            if (file.getFileName().toString().contains(".corrupt-")
                    && Arrays.equals(Files.readAllBytes(file), content)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}

package io.ddm.daemon.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Directories whose entries are on stable storage. */
final class DurableDirectory {

    private DurableDirectory() {}

    /** Creates a directory and those above it that do not exist; each new entry is synced in its parent. */
    static void create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            return;
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            create(parent);
        }
        try {
            Files.createDirectory(absolute);
        } catch (FileAlreadyExistsException e) {
            // Another process has just created it, or it is not a directory.
            if (!Files.isDirectory(absolute)) {
                throw new IOException(absolute + " exists and is not a directory", e);
            }
        }
        if (parent != null) {
            sync(parent);
        }
    }

    /** Writes the names of the files in a directory to stable storage. */
    static void sync(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}

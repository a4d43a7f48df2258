package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** A small file that another process waits for: it appears whole, and never takes the place of anything. */
final class ExclusiveFile {

    private ExclusiveFile() {}

    /**
     * Writes a file of ASCII text.
     *
     * @return the file's device and inode number
     * @throws FileAlreadyExistsException if anything exists at the path, a symbolic link included
     * @throws IOException if it cannot be written
     */
    static Object write(Path file, String content) throws IOException {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path part = file.resolveSibling("." + file.getFileName() + "." + random);
        try (RegularFile out = RegularFile.create(part)) {
            try {
                out.write(content.getBytes(US_ASCII), 0);
                // Unlike a rename, a link replaces nothing.
                Files.createLink(file, part);
                return out.movedTo(file).inode();
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }
}

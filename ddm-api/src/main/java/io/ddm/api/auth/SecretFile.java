package io.ddm.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files with credentials. Messages name the file and the reason, never the content. */
public final class SecretFile {

    /** Larger than any list of tokens or chain of certificates. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /**
     * Reads a secret, which only the owner and the group of the file may access.
     *
     * @throws IOException if it is not a regular file of UTF-8 text, or others may read or write it
     */
    public static String read(Path file) throws IOException {
        String text = readText(file);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException(file + " is accessible by others (" + PosixFilePermissions.toString(mode)
                    + "); run: chmod o= " + file);
        }
        return text;
    }

    /**
     * Reads the lines of a secret, stripped; comments that start with {@code #} become empty lines.
     *
     * @throws IOException as {@link #read}
     */
    public static List<String> readLines(Path file) throws IOException {
        return read(file).lines().map(line -> line.strip()).map(line -> line.startsWith("#") ? "" : line).toList();
    }

    /** Reads a public file, such as a certificate. */
    static String readText(Path file) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                // Reading a pipe or a device could block.
                throw new IOException(file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
            }
            // Symbolic links are followed, because mounted volumes of secrets use them; their target is checked.
            try (RegularFile in = RegularFile.open(file.toRealPath(), StandardOpenOption.READ)) {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAll(MAX_BYTES))).toString();
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " is not readable by this user", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8 text", e);
        }
    }
}

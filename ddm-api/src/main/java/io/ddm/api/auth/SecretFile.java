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

/** Files that are read for who may do what. Messages name the file and the reason, never what stands in it. */
public final class SecretFile {

    /** Far more than any list of tokens or chain of certificates, in bytes. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /**
     * Reads a secret, which the file's owner and group alone may have.
     *
     * @throws IOException if there is no such file of UTF-8 text, or others may read or write it
     */
    public static String read(Path file) throws IOException {
        String text = readText(file);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException(file + " is open to others (" + PosixFilePermissions.toString(mode)
                    + "), so it is no secret: chmod o= " + file);
        }
        return text;
    }

    /**
     * The same, by lines: stripped, empty where a line says nothing or is a comment that begins with {@code #}.
     *
     * @throws IOException as {@link #read}
     */
    public static List<String> readLines(Path file) throws IOException {
        return read(file).lines().map(line -> line.strip()).map(line -> line.startsWith("#") ? "" : line).toList();
    }

    /** Reads what everybody may know, such as a certificate. */
    static String readText(Path file) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                // Reading a pipe or a device would wait for whoever writes there.
                throw new IOException(file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
            }
            // Links are followed, as in a volume of secrets that is replaced as a whole; what they lead to is no FIFO.
            try (RegularFile in = RegularFile.open(file.toRealPath(), StandardOpenOption.READ)) {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAll(MAX_BYTES))).toString();
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read by this user", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text", e);
        }
    }
}

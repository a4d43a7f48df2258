package io.ddm.daemon.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which connections within the host have one user at both ends, as the kernel's list of them says. Reads the whole
 * list, so it is asked once for each connection.
 */
final class OwnConnections {

    /** IPv4 over sockets for both families is in the second one. */
    private static final List<String> FILES = List.of("tcp", "tcp6");

    private static final String MAPPED = "0000000000000000FFFF0000";
    private static final String ESTABLISHED = "01";

    /** Of a socket that no process has any more; its user is not said. */
    private static final String NONE = "0";

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int USER = 7;
    private static final int INODE = 9;

    private final Path directory;

    /**
     * @param directory with the files tcp and tcp6, as in {@code /proc/self/net}
     */
    OwnConnections(Path directory) {
        this.directory = directory;
    }

    /**
     * Whether both ends are sockets of one user now; false if that cannot be found out.
     *
     * @param one an IPv4 address and port
     * @param other those of the other end
     */
    boolean contains(SocketAddress one, SocketAddress other) {
        return FILES.stream().anyMatch(file -> contains(directory.resolve(file), end(one), end(other)));
    }

    private static boolean contains(Path file, String one, String other) {
        try (Stream<String> lines = Files.lines(file, US_ASCII)) {
            List<String[]> rows = lines.filter(line -> line.contains(one) && line.contains(other))
                    .map(line -> line.trim().split("\\s+"))
                    .filter(row -> row.length > INODE && row[STATE].equals(ESTABLISHED) && !row[INODE].equals(NONE))
                    .toList();
            Optional<String> user = user(rows, one, other);
            return user.isPresent() && user.equals(user(rows, other, one));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static Optional<String> user(List<String[]> rows, String local, String remote) {
        return rows.stream()
                .filter(row -> isEnd(row[LOCAL], local) && isEnd(row[REMOTE], remote))
                .map(row -> row[USER])
                .findFirst();
    }

    private static boolean isEnd(String said, String end) {
        return said.equals(end) || said.equals(MAPPED + end);
    }

    /** The kernel prints the four bytes of an address as one number of this machine. */
    private static String end(SocketAddress address) {
        byte[] bytes = InetAddress.ofLiteral(address.hostAddress()).getAddress();
        return String.format(Locale.ROOT, "%08X:%04X", ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(),
                address.port());
    }
}

package io.ddm.daemon.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection is ours if the kernel says that one user has both of its ends. */
final class OwnConnectionsTest {

    private static final SocketAddress SERVER = SocketAddress.inetSocketAddress(33899, "127.0.0.1");
    private static final SocketAddress CLIENT = SocketAddress.inetSocketAddress(53038, "127.0.0.2");
    private static final String ACCEPTED = row("0100007F:846B", "0200007F:CF2E", "01", "997", "71");
    private static final String CONNECTED = row("0200007F:CF2E", "0100007F:846B", "01", "997", "70");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void connectionOfThisProcessIsOurs() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            SocketAddress ours = address(accepted.getLocalSocketAddress());
            SocketAddress theirs = address(accepted.getRemoteSocketAddress());
            OwnConnections kernel = new OwnConnections(Path.of("/proc/self/net"));
            assertThat(kernel.contains(ours, theirs)).isTrue();
            client.shutdownOutput();
            assertThat(kernel.contains(ours, theirs)).as("it ends").isFalse();
        }
    }

    @Test
    void userOfBothEndsDecides() throws IOException {
        assumeTrue(ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN), "the rows are those of such a machine");
        assertThat(isOurs("tcp", ACCEPTED, CONNECTED)).isTrue();
        assertThat(isOurs("tcp6", mapped(ACCEPTED), mapped(CONNECTED))).isTrue();
        assertThat(isOurs("tcp", ACCEPTED, row("0200007F:CF2E", "0100007F:846B", "01", "1000", "70"))).isFalse();
        assertThat(isOurs("tcp", ACCEPTED, row("0200007F:CF2E", "0100007F:846B", "04", "997", "70"))).isFalse();
        assertThat(isOurs("tcp", ACCEPTED, row("0200007F:CF2E", "0100007F:846B", "01", "997", "0"))).isFalse();
        assertThat(isOurs("tcp", ACCEPTED, row("0200007F:CF2F", "0100007F:846B", "01", "997", "70"))).isFalse();
        assertThat(isOurs("tcp", ACCEPTED)).isFalse();
        assertThat(isOurs("tcp", "0: 0100007F:846B 0200007F:CF2E")).isFalse();
    }

    @Test
    void withoutTheListNoneIsOurs() {
        assertThat(new OwnConnections(directory).contains(SERVER, CLIENT)).isFalse();
    }

    private boolean isOurs(String file, String... rows) throws IOException {
        Path list = Files.writeString(directory.resolve(file), "  sl  local_address rem_address\n"
                + String.join("\n", rows) + "\n");
        boolean isOurs = new OwnConnections(directory).contains(SERVER, CLIENT);
        Files.delete(list);
        return isOurs;
    }

    private static String row(String local, String remote, String state, String user, String inode) {
        return "   7: " + local + " " + remote + " " + state + " 00000000:00000000 00:00000000 00000000  " + user
                + "        0 " + inode + " 1 000000004af55baf 20 4 30 10 -1";
    }

    private static String mapped(String row) {
        return row.replace("0100007F:", "0000000000000000FFFF00000100007F:")
                .replace("0200007F:", "0000000000000000FFFF00000200007F:");
    }

    private static SocketAddress address(java.net.SocketAddress end) {
        return SocketAddress.inetSocketAddress((InetSocketAddress) end);
    }
}

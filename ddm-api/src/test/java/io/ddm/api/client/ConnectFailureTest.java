package io.ddm.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.client.AdminClientException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** Root may do everything, so a test cannot have the kernel deny access to a socket. */
class ConnectFailureTest {

    @Test
    void classifiesUnixSocketFailures() {
        assertThat(ConnectFailure.overSocket(new SocketException("Permission denied")).kind())
                .isEqualTo(Kind.SOCKET_DENIED);
        assertThat(ConnectFailure.overSocket(new SocketException("Not a directory")).kind()).isEqualTo(Kind.NO_SOCKET);
        assertThat(ConnectFailure.overSocket(new ConnectException("Connection refused")).kind())
                .isEqualTo(Kind.STALE_SOCKET);
    }

    /** A firewall that prohibits the connection has the kernel answer with the text of file permissions. */
    @Test
    void permissionDeniedOverTcpIsUnreachable() {
        assertThat(ConnectFailure.overTcp(new NoRouteToHostException("Permission denied")).kind())
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(ConnectFailure.overTcp(new SocketException()).getMessage()).isEqualTo("socketException");
    }
}

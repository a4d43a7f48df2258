package io.ddm.api.client;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.api.admin.ApiError;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfacesReader;
import io.ddm.api.admin.PeerInfo;
import io.ddm.api.admin.PeersReader;
import io.ddm.api.admin.StatsRequest;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.client.AdminClientException.Kind;
import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the admin API. It uses version 2.0.0, which every router supports, and newer versions only for operations
 * that they have added. Blocking, without state between requests; every method throws {@link AdminClientException} if
 * the request fails.
 */
public final class AdminClient {

    private final AdminTransport daemon;

    private AdminClient(AdminTransport daemon) {
        this.daemon = daemon;
    }

    /**
     * A client without credentials.
     *
     * @param host an address of either family, without brackets, or a name
     * @param port the daemon's admin port
     * @param connectTimeout bound on an attempt to connect, at least 1 ms
     * @param readTimeout bound on the wait for a reply, at least 1 ms
     * @throws IllegalArgumentException if the host is neither an address nor a name, or the port is invalid
     */
    public AdminClient(String host, int port, Duration connectTimeout, Duration readTimeout) {
        this(host, port, connectTimeout, readTimeout, AdminCredentials.NONE);
    }

    /** A client with credentials. */
    public AdminClient(String host, int port, Duration connectTimeout, Duration readTimeout,
            AdminCredentials credentials) {
        this(new HttpTransport(host, port, connectTimeout, readTimeout, credentials));
    }

    /**
     * A client over a unix socket, whose file permissions control access.
     *
     * @param readTimeout bound on the wait for a reply, at least 1 ms
     */
    public static AdminClient overSocket(Path socket, Duration readTimeout) {
        return new AdminClient(new UnixTransport(socket, readTimeout));
    }

    /** The peers by interface index. */
    public SortedMap<Integer, PeerInfo> peers() throws AdminClientException {
        return get(ApiVersion.V2_0_0, AdminApi.PEERS, PeersReader::read);
    }

    /** The peers by interface index, with the names of the interfaces; needs a daemon that serves version 3.0.0. */
    public SortedMap<Integer, PeerInfo> namedPeers() throws AdminClientException {
        return get(ApiVersion.V3_0_0, AdminApi.PEERS, PeersReader::read);
    }

    /** The configured interfaces by index; unusable ones have indexes above those of real interfaces. */
    public SortedMap<Long, InterfaceInfo> interfaces() throws AdminClientException {
        return get(ApiVersion.V3_0_0, AdminApi.INTERFACES, InterfacesReader::interfaces);
    }

    /**
     * Ends the session with a peer, which may be established again at once.
     *
     * @return how many sessions ended; empty if the daemon does not report it, like the reference
     */
    public OptionalInt expirePeer(Ipv6Address peer) throws AdminClientException {
        return change("DELETE", AdminApi.peer(peer), null);
    }

    /** The imported prefixes by next hop. */
    public SortedMap<Ipv6Address, SortedSet<PathVector>> prefixes() throws AdminClientException {
        return get(ApiVersion.V2_0_0, AdminApi.PREFIXES, AdminJsonReader::prefixes);
    }

    /** The prefixes that the router originates. */
    public SortedSet<Prefix> originated() throws AdminClientException {
        return get(ApiVersion.V2_0_0, AdminApi.ORIGINATED, AdminJsonReader::prefixSet);
    }

    /**
     * Adds prefixes to those that the router originates.
     *
     * @return how many are new; empty if the daemon does not report it
     */
    public OptionalInt advertisePrefixes(Collection<Prefix> prefixes) throws AdminClientException {
        return change("PUT", AdminApi.PREFIX, AdminJson.prefixSet(prefixes));
    }

    /**
     * Removes prefixes from those that the router originates.
     *
     * @return how many were removed; empty if the daemon does not report it
     */
    public OptionalInt withdrawPrefixes(Collection<Prefix> prefixes) throws AdminClientException {
        return change("DELETE", AdminApi.PREFIX, AdminJson.prefixSet(prefixes));
    }

    /** The imported tunnel origins. */
    public SortedSet<TunnelRoute> tunnelEndpoints() throws AdminClientException {
        return get(ApiVersion.V2_0_0, AdminApi.TUNNEL_ENDPOINTS, AdminJsonReader::tunnelRoutes);
    }

    /** The tunnel origins that the router originates. */
    public SortedSet<TunnelOrigin> originatedTunnelEndpoints() throws AdminClientException {
        return get(ApiVersion.V2_0_0, AdminApi.ORIGINATED_TUNNEL_ENDPOINTS, AdminJsonReader::tunnelOriginSet);
    }

    /**
     * Adds tunnel origins to those that the router originates.
     *
     * @return how many are new; empty if the daemon does not report it
     */
    public OptionalInt advertiseTunnelEndpoints(Collection<TunnelOrigin> origins) throws AdminClientException {
        return change("PUT", AdminApi.TUNNEL_ENDPOINT, AdminJson.tunnelOriginSet(origins));
    }

    /**
     * Removes tunnel origins from those that the router originates; all four fields must match.
     *
     * @return how many were removed; empty if the daemon does not report it
     */
    public OptionalInt withdrawTunnelEndpoints(Collection<TunnelOrigin> origins) throws AdminClientException {
        return change("DELETE", AdminApi.TUNNEL_ENDPOINT, AdminJson.tunnelOriginSet(origins));
    }

    /** Starts a pull from every peer. */
    public void sync() throws AdminClientException {
        request(ApiVersion.V2_0_0, "PUT", AdminApi.SYNC, null);
    }

    /** Ends the daemon without removing routes or sessions, for a successor. */
    public void handOver() throws AdminClientException {
        request(ApiVersion.V3_0_0, "POST", AdminApi.HAND_OVER, null);
    }

    /** Enables the metrics listener, unless it is enabled already. */
    public void enableStats(StatsRequest request) throws AdminClientException {
        request(ApiVersion.V2_0_0, "POST", AdminApi.ENABLE_STATS, AdminJson.statsRequest(request));
    }

    /** Disables the metrics listener. */
    public void disableStats() throws AdminClientException {
        request(ApiVersion.V2_0_0, "POST", AdminApi.DISABLE_STATS, null);
    }

    private interface BodyReading<T> {
        T from(byte[] body) throws BadJsonException;
    }

    private <T> T get(ApiVersion version, String path, BodyReading<T> reading) throws AdminClientException {
        byte[] body = request(version, "GET", path, null);
        try {
            return reading.from(body);
        } catch (BadJsonException e) {
            throw new AdminClientException(Kind.UNEXPECTED, String.valueOf(e.getMessage()), e);
        }
    }

    private OptionalInt change(String method, String path, byte @Nullable [] body) throws AdminClientException {
        String changed = answer(ApiVersion.V2_0_0, method, path, body).changed();
        return changed.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(changed)) : OptionalInt.empty();
    }

    private byte[] request(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws AdminClientException {
        return answer(version, method, path, body).body();
    }

    private AdminTransport.Answer answer(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws AdminClientException {
        try {
            AdminTransport.Answer answer = daemon.send(version, method, path, body);
            if (answer.status() / 100 == 2) {
                return answer;
            }
            throw errorStatus(answer.status(), answer.body());
        } catch (SocketTimeoutException e) {
            throw new AdminClientException(Kind.TIMEOUT, "no answer in time", e);
        } catch (SSLException e) {
            throw TlsFailure.of(e);
        } catch (IOException e) {
            throw ConnectFailure.isOne(e)
                    ? ConnectFailure.overTcp(e)
                    : new AdminClientException(broken(), ConnectFailure.message(e), e);
        }
    }

    /** With TLS 1.3 a daemon may reject our certificate only after the handshake, and not always in time. */
    private Kind broken() {
        return daemon.isTls() ? Kind.UNTRUSTED : Kind.BROKEN;
    }

    private static AdminClientException errorStatus(int status, byte[] body) {
        Kind kind = switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 503 -> Kind.UNAVAILABLE;
            case 507 -> Kind.NO_SPACE;
            default -> status >= 500 ? Kind.FAILED : status >= 400 ? Kind.REFUSED : Kind.UNEXPECTED;
        };
        try {
            return new AdminClientException(kind, ApiError.parse(body).message());
        } catch (BadJsonException e) {
            // Every error of ddmd has such a body, so this is another server.
            boolean isAboutAccess = kind == Kind.UNAUTHORIZED || kind == Kind.FORBIDDEN;
            return new AdminClientException(isAboutAccess ? kind : Kind.UNEXPECTED,
                    "HTTP status " + status + " without an error body of ddmd", e);
        }
    }
}

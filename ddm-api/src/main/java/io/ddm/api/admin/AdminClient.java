package io.ddm.api.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The admin API from outside: one method per operation, blocking, in version 2.0.0. Uses {@link HttpURLConnection}
 * because it loads three times faster than the JDK's newer client, and a command line is mostly loading.
 */
public final class AdminClient {

    private final String base;
    private final int timeoutMs;

    /**
     * @param timeout how long connecting, and each wait for an answer, may take
     */
    public AdminClient(InetAddress address, int port, Duration timeout) {
        String host = address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        this.base = "http://" + host + ":" + port;
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
    }

    private interface Reading<T> {
        T read(byte[] body) throws BadJsonException;
    }

    /** The peers by interface index. */
    public SortedMap<Integer, PeerInfo> peers() throws AdminClientException {
        return get(AdminApi.PEERS, AdminJson::readPeers);
    }

    /** Ends the session with a peer; nothing happens if there is none. */
    public void expirePeer(Ipv6Address address) throws AdminClientException {
        call("DELETE", AdminApi.PEER + address, null);
    }

    /** What this router originates. */
    public Set<Prefix> originated() throws AdminClientException {
        return get(AdminApi.ORIGINATED, AdminJson::readPrefixes);
    }

    /** The tunnel origins that this router originates. */
    public Set<TunnelOrigin> originatedTunnelEndpoints() throws AdminClientException {
        return get(AdminApi.ORIGINATED_TUNNEL_ENDPOINTS, AdminJson::readTunnelOrigins);
    }

    /** What is imported, by next hop. */
    public SortedMap<Ipv6Address, List<PathVector>> prefixes() throws AdminClientException {
        return get(AdminApi.PREFIXES, AdminJson::readPathVectors);
    }

    /** The tunnel origins that are imported. */
    public List<TunnelRoute> tunnelEndpoints() throws AdminClientException {
        return get(AdminApi.TUNNEL_ENDPOINTS, AdminJson::readTunnelRoutes);
    }

    /** Originates prefixes; on return they are durable. */
    public void advertisePrefixes(Collection<Prefix> prefixes) throws AdminClientException {
        call("PUT", AdminApi.PREFIX, AdminJson.prefixes(prefixes));
    }

    /** Withdraws prefixes. */
    public void withdrawPrefixes(Collection<Prefix> prefixes) throws AdminClientException {
        call("DELETE", AdminApi.PREFIX, AdminJson.prefixes(prefixes));
    }

    /** Originates tunnel origins; on return they are durable. */
    public void advertiseTunnelEndpoints(Collection<TunnelOrigin> origins) throws AdminClientException {
        call("PUT", AdminApi.TUNNEL_ENDPOINT, AdminJson.tunnelOrigins(origins));
    }

    /** Withdraws tunnel origins; all four fields must match. */
    public void withdrawTunnelEndpoints(Collection<TunnelOrigin> origins) throws AdminClientException {
        call("DELETE", AdminApi.TUNNEL_ENDPOINT, AdminJson.tunnelOrigins(origins));
    }

    /** Has every peer pulled again. */
    public void sync() throws AdminClientException {
        call("PUT", AdminApi.SYNC, null);
    }

    /** Begins to report metrics for a rack and sled. */
    public void enableStats(StatsTarget target) throws AdminClientException {
        call("POST", AdminApi.ENABLE_STATS, AdminJson.statsTarget(target));
    }

    /** Ceases to report metrics. */
    public void disableStats() throws AdminClientException {
        call("POST", AdminApi.DISABLE_STATS, null);
    }

    private <T> T get(String path, Reading<T> reading) throws AdminClientException {
        try {
            return reading.read(call("GET", path, null));
        } catch (BadJsonException e) {
            throw new AdminClientException(AdminClientException.Kind.UNEXPECTED,
                    "the answer is not one of a ddmd: " + e.getMessage(), e);
        }
    }

    private byte[] call(String method, String path, byte @Nullable [] body) throws AdminClientException {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(timeoutMs);
            connection.setReadTimeout(timeoutMs);
            connection.setUseCaches(false);
            connection.setRequestProperty(ApiVersion.HEADER, ApiVersion.V2.text());
            if (body != null) {
                connection.setRequestProperty("content-type", "application/json");
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw refused(status, connection.getErrorStream());
            }
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (SocketTimeoutException e) {
            throw new AdminClientException(AdminClientException.Kind.TIMEOUT, "no answer within " + timeoutMs + " ms",
                    e);
        } catch (IOException e) {
            throw new AdminClientException(AdminClientException.Kind.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static AdminClientException refused(int status, @Nullable InputStream body) throws IOException {
        try (InputStream in = body) {
            String message = in == null ? "" : ApiError.read(in.readAllBytes()).message();
            return new AdminClientException(AdminClientException.Kind.REFUSED, message + " (" + status + ")");
        } catch (BadJsonException e) {
            return new AdminClientException(AdminClientException.Kind.UNEXPECTED,
                    "an answer with status " + status + " that is not one of a ddmd", e);
        }
    }
}

package io.ddm.api.client;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.InterfacesReader;
import io.ddm.api.admin.PeerInfo;
import io.ddm.api.admin.PeersReader;
import io.ddm.api.admin.StatsRequest;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.admin.config.LogLevelReport;
import io.ddm.api.admin.config.LogLevelRequest;
import io.ddm.api.admin.config.ReloadReport;
import io.ddm.api.admin.stat.AddressReader;
import io.ddm.api.admin.stat.AddressStat;
import io.ddm.api.admin.stat.ProbeJson;
import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.api.admin.stat.Stat;
import io.ddm.api.admin.stat.StatReader;
import io.ddm.api.admin.status.History;
import io.ddm.api.admin.status.StatusReader;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.api.admin.status.Why;
import io.ddm.api.admin.status.WhyJson;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A client of the admin API. It uses version 2.0.0, which every router supports, and newer versions only for operations
 * that they have added. Blocking, without state between requests; every method throws {@link AdminClientException} if
 * the request fails.
 */
public final class AdminClient {

    private final AdminRequests requests;

    private AdminClient(AdminTransport daemon) {
        this.requests = new AdminRequests(daemon);
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
        return requests.get(ApiVersion.V2_0_0, AdminApi.PEERS, PeersReader::read);
    }

    /** The peers by interface index, with the names of the interfaces; needs a daemon that serves version 3.0.0. */
    public SortedMap<Integer, PeerInfo> namedPeers() throws AdminClientException {
        return requests.get(ApiVersion.V3_0_0, AdminApi.PEERS, PeersReader::read);
    }

    /** The configured interfaces by index; unusable ones have indexes above those of real interfaces. */
    public SortedMap<Long, InterfaceInfo> interfaces() throws AdminClientException {
        return requests.get(ApiVersion.V3_0_0, AdminApi.INTERFACES, InterfacesReader::interfaces);
    }

    /**
     * Ends the session with a peer, which may be established again at once.
     *
     * @return how many sessions ended; empty if the daemon does not report it, like the reference
     */
    public OptionalInt expirePeer(Ipv6Address peer) throws AdminClientException {
        return requests.change("DELETE", AdminApi.peer(peer), null);
    }

    /** The imported prefixes by next hop. */
    public SortedMap<Ipv6Address, SortedSet<PathVector>> prefixes() throws AdminClientException {
        return requests.get(ApiVersion.V2_0_0, AdminApi.PREFIXES, AdminJsonReader::prefixes);
    }

    /** The prefixes that the router originates. */
    public SortedSet<Prefix> originated() throws AdminClientException {
        return requests.get(ApiVersion.V2_0_0, AdminApi.ORIGINATED, AdminJsonReader::prefixSet);
    }

    /**
     * Adds prefixes to those that the router originates.
     *
     * @return how many are new; empty if the daemon does not report it
     */
    public OptionalInt advertisePrefixes(Collection<Prefix> prefixes) throws AdminClientException {
        return requests.change("PUT", AdminApi.PREFIX, AdminJson.prefixSet(prefixes));
    }

    /**
     * Removes prefixes from those that the router originates.
     *
     * @return how many were removed; empty if the daemon does not report it
     */
    public OptionalInt withdrawPrefixes(Collection<Prefix> prefixes) throws AdminClientException {
        return requests.change("DELETE", AdminApi.PREFIX, AdminJson.prefixSet(prefixes));
    }

    /** The imported tunnel origins. */
    public SortedSet<TunnelRoute> tunnelEndpoints() throws AdminClientException {
        return requests.get(ApiVersion.V2_0_0, AdminApi.TUNNEL_ENDPOINTS, AdminJsonReader::tunnelRoutes);
    }

    /** The tunnel origins that the router originates. */
    public SortedSet<TunnelOrigin> originatedTunnelEndpoints() throws AdminClientException {
        return requests.get(ApiVersion.V2_0_0, AdminApi.ORIGINATED_TUNNEL_ENDPOINTS, AdminJsonReader::tunnelOriginSet);
    }

    /**
     * Adds tunnel origins to those that the router originates.
     *
     * @return how many are new; empty if the daemon does not report it
     */
    public OptionalInt advertiseTunnelEndpoints(Collection<TunnelOrigin> origins) throws AdminClientException {
        return requests.change("PUT", AdminApi.TUNNEL_ENDPOINT, AdminJson.tunnelOriginSet(origins));
    }

    /**
     * Removes tunnel origins from those that the router originates; all four fields must match.
     *
     * @return how many were removed; empty if the daemon does not report it
     */
    public OptionalInt withdrawTunnelEndpoints(Collection<TunnelOrigin> origins) throws AdminClientException {
        return requests.change("DELETE", AdminApi.TUNNEL_ENDPOINT, AdminJson.tunnelOriginSet(origins));
    }

    /** The router with every configured link; needs a daemon that serves version 3.1.0, as all further requests do. */
    public StatusReport status() throws AdminClientException {
        return requests.get(ApiVersion.V3_1_0, AdminApi.STATUS, StatusReader::read);
    }

    /** The latest events of those after the one with this number; 0 for all. */
    public History history(long after) throws AdminClientException {
        return requests.get(ApiVersion.V3_1_0, AdminApi.HISTORY + "?" + AdminApi.AFTER_PARAMETER + "=" + after,
                History::read);
    }

    /** Why a network is reached as it is; of one that is not known, the longest known one around it. */
    public Why why(Prefix asked) throws AdminClientException {
        return requests.get(ApiVersion.V3_1_0, AdminApi.WHY + "?" + AdminApi.PREFIX_PARAMETER + "="
                + URLEncoder.encode(asked.toString(), StandardCharsets.UTF_8), WhyJson::read);
    }

    /** A document as the daemon writes it: metrics, health, a recording. */
    public byte[] document(String path) throws AdminClientException {
        return requests.request(ApiVersion.V3_1_0, "GET", path, null);
    }

    /** Interfaces, groups and targets. */
    public Stat stat() throws AdminClientException {
        return requests.get(ApiVersion.V3_1_0, AdminApi.STAT, StatReader::stat);
    }

    /** The destinations that peers offer. */
    public List<AddressStat> addressStats() throws AdminClientException {
        return requests.get(ApiVersion.V3_1_0, AdminApi.STAT_ADDRESSES, AddressReader::addresses);
    }

    /**
     * Follows the probes: a {@link ProbeMessage.Begin}, then each probe when it is finished. Blocks.
     *
     * @param reader receives each message; returns false to end the stream
     * @throws AdminClientException also when the daemon ends the stream
     */
    public void followProbes(Predicate<ProbeMessage> reader) throws AdminClientException {
        requests.follow(ApiVersion.V3_1_0, AdminApi.STAT_PROBES, frame -> {
            Optional<ProbeMessage> message = ProbeJson.read(frame.kind(), frame.data());
            return message.isEmpty() || reader.test(message.get());
        });
    }

    /**
     * Follows the events of the router. Blocks.
     *
     * @param reader called after each message, the snapshot that comes first included; returns false to end the stream
     * @throws AdminClientException also when the daemon ends the stream
     */
    public void followEvents(BooleanSupplier reader) throws AdminClientException {
        requests.follow(ApiVersion.V3_1_0, AdminApi.EVENTS, frame -> reader.getAsBoolean());
    }

    /**
     * Takes an interface out of use: next hops move away, then probing stops.
     *
     * @param isForced also if destinations lose their last path
     */
    public void takeOffline(InterfaceName name, boolean isForced) throws AdminClientException {
        requests.request(ApiVersion.V3_1_0, "PUT",
                AdminApi.offline(name) + (isForced ? "?" + AdminApi.FORCE_PARAMETER + "=true" : ""),
                null);
    }

    /** Puts an interface back into use. */
    public void takeOnline(InterfaceName name) throws AdminClientException {
        requests.request(ApiVersion.V3_1_0, "DELETE", AdminApi.offline(name), null);
    }

    /** Makes an interface a standby, or an ordinary one again. */
    public void setStandby(InterfaceName name, boolean isStandby) throws AdminClientException {
        requests.request(ApiVersion.V3_1_0, isStandby ? "PUT" : "DELETE", AdminApi.standby(name), null);
    }

    /** Starts a pull from every peer. */
    public void sync() throws AdminClientException {
        requests.request(ApiVersion.V2_0_0, "PUT", AdminApi.SYNC, null);
    }

    /** Ends the daemon without removing routes or sessions, for a successor. */
    public void handOver() throws AdminClientException {
        requests.request(ApiVersion.V3_0_0, "POST", AdminApi.HAND_OVER, null);
    }

    /**
     * Reads the configuration again and applies what applies live.
     *
     * @param isDryRun whether to change nothing and only say what would change
     */
    public ReloadReport reload(boolean isDryRun) throws AdminClientException {
        String path = AdminApi.RELOAD + (isDryRun ? "?" + AdminApi.DRY_RUN_PARAMETER + "=true" : "");
        return requests.read(ApiVersion.V3_1_0, "POST", path, null, ReloadReport::parse);
    }

    /** What is logged. */
    public LogLevelReport logLevels() throws AdminClientException {
        return requests.get(ApiVersion.V3_1_0, AdminApi.LOG_LEVELS, LogLevelReport::parse);
    }

    /** Sets other log levels for a while, or ends them. */
    public LogLevelReport setLogLevels(LogLevelRequest request) throws AdminClientException {
        return requests.read(ApiVersion.V3_1_0, "PUT", AdminApi.LOG_LEVELS, request.toJson(), LogLevelReport::parse);
    }

    /** Enables the metrics listener, unless it is enabled already. */
    public void enableStats(StatsRequest request) throws AdminClientException {
        requests.request(ApiVersion.V2_0_0, "POST", AdminApi.ENABLE_STATS, AdminJson.statsRequest(request));
    }

    /** Disables the metrics listener. */
    public void disableStats() throws AdminClientException {
        requests.request(ApiVersion.V2_0_0, "POST", AdminApi.DISABLE_STATS, null);
    }
}

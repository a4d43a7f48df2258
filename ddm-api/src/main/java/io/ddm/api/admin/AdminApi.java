package io.ddm.api.admin;

/** The paths of the admin API, shared by server and client. */
public final class AdminApi {

    /** TCP port on which the daemon answers unless told otherwise. */
    public static final int DEFAULT_PORT = 8000;

    /** GET: the peers, by interface index. */
    public static final String PEERS = "/peers";
    /** DELETE, followed by an address: ends the session with that peer. */
    public static final String PEER = "/peers/";
    /** GET: the prefixes that this router originates. */
    public static final String ORIGINATED = "/originated";
    /** GET: the tunnel origins that this router originates. */
    public static final String ORIGINATED_TUNNEL_ENDPOINTS = "/originated_tunnel_endpoints";
    /** GET: the path vectors imported, by next hop. */
    public static final String PREFIXES = "/prefixes";
    /** GET: the tunnel origins imported, each with its next hop. */
    public static final String TUNNEL_ENDPOINTS = "/tunnel_endpoints";
    /** PUT, DELETE: originate or withdraw prefixes. */
    public static final String PREFIX = "/prefix";
    /** PUT, DELETE: originate or withdraw tunnel origins. */
    public static final String TUNNEL_ENDPOINT = "/tunnel_endpoint";
    /** PUT: pull from every peer again. */
    public static final String SYNC = "/sync";
    /** POST: begin to report to a rack's metrics. */
    public static final String ENABLE_STATS = "/enable-stats";
    /** POST: cease to. */
    public static final String DISABLE_STATS = "/disable-stats";

    private AdminApi() {}
}

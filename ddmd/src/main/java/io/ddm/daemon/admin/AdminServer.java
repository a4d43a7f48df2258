package io.ddm.daemon.admin;

import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.http.Listener;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The listeners of the admin API and what stands before each; {@link RouteTable} knows what is served. */
public final class AdminServer {

    private final AdminResources resources;
    private final RouteTable table;
    private final Listener tcp;
    private final Listener unix;
    private final Listener probe;

    /**
     * @param handlers what is served
     * @param access what stands before the TCP port
     */
    public AdminServer(AdminResources resources, List<Handlers> handlers, AdminAccess access) {
        this.resources = resources;
        this.table = new RouteTable(resources,
                handlers.stream().map(Handlers::routes).flatMap(List::stream).toList());
        this.tcp = listener("admin", access.secure(Listener.options()),
                access.guard("admin", resources.refusals(), table::role, table::handle));
        this.unix = listener("admin socket", Listener.options(), table::handle);
        this.probe = listener("probe", Listener.options(), access.guard("probe", resources.refusals(),
                anything -> Optional.empty(), table::handleProbe));
    }

    private Listener listener(String name, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        return new Listener(resources.loop(), name, options, resources.timeouts(), resources.refusals(), handler);
    }

    /** Starts to listen. */
    public Future<?> listen(InetAddress address, int port) {
        return tcp.listen(new ListenAddress(address, port).socketAddress());
    }

    /** Starts to listen on a unix socket too, where the file's permissions decide who may do everything. */
    public Future<?> listen(SocketFile file) {
        return unix.listen(SocketAddress.domainSocketAddress(file.path().toString()));
    }

    /** Starts to listen where only the operations for probes are served, without TLS. */
    public Future<?> listenForProbes(ListenAddress address) {
        return probe.listen(address.socketAddress());
    }

    /** Stops to listen everywhere and closes all connections. */
    public Future<?> close() {
        return Future.all(tcp.close(), unix.close(), probe.close());
    }

    /** The TCP port on which it listens. */
    public int port() {
        return tcp.port();
    }

    /** The TCP port on which it listens for probes. */
    public int probePort() {
        return probe.port();
    }

    /** What is served. */
    public RouteTable table() {
        return table;
    }
}

package io.ddm.cli;

import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Table.Column;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tunnel endpoints: overlay prefixes and the underlay addresses that they are reached through. */
final class Tunnels {

    private Tunnels() {}

    private static final List<Column<TunnelOrigin>> COLUMNS = List.of(
            new Column<>("Overlay Prefix", origin -> origin.overlayPrefix().toString()),
            new Column<>("Boundary Address", origin -> origin.boundaryAddress().toString()),
            new Column<>("VNI", origin -> Integer.toString(origin.vni())),
            new Column<>("Metric", origin -> Long.toUnsignedString(origin.metric())));

    /** {@code tunnel-imported}. */
    @Command(name = "tunnel-imported", description = "Show the tunnel endpoints received from peers.")
    static final class Imported extends Verb<SortedSet<TunnelRoute>> {

        @Override
        SortedSet<TunnelRoute> query(AdminClient daemon) throws AdminClientException {
            return daemon.tunnelEndpoints();
        }

        @Override
        Table<TunnelOrigin> view(SortedSet<TunnelRoute> routes) {
            return new Table<>(COLUMNS, routes.stream().map(TunnelRoute::origin).toList());
        }
    }

    /** {@code tunnel-originated}. */
    @Command(name = "tunnel-originated", description = "Show the tunnel endpoints that the router originates.")
    static final class Originated extends Verb<SortedSet<TunnelOrigin>> {

        @Override
        SortedSet<TunnelOrigin> query(AdminClient daemon) throws AdminClientException {
            return daemon.originatedTunnelEndpoints();
        }

        @Override
        Table<TunnelOrigin> view(SortedSet<TunnelOrigin> origins) {
            return new Table<>(COLUMNS, List.copyOf(origins));
        }
    }

    /** {@code tunnel-advertise}. */
    @Command(name = "tunnel-advertise", description = "Originate a tunnel endpoint.")
    static final class Advertise extends Verb<OptionalInt> {

        @Mixin
        private EndpointOptions endpoint = new EndpointOptions();

        @Override
        OptionalInt query(AdminClient daemon) throws AdminClientException {
            return daemon.advertiseTunnelEndpoints(List.of(endpoint.origin()));
        }

        @Override
        Notes view(OptionalInt changed) {
            return endpoint.notes(changed, "already originated");
        }
    }

    /** {@code tunnel-withdraw}. */
    @Command(
            name = "tunnel-withdraw",
            description = "Stop originating a tunnel endpoint; "
                    + "all four values must match those that it was advertised with.")
    static final class Withdraw extends Verb<OptionalInt> {

        @Mixin
        private EndpointOptions endpoint = new EndpointOptions();

        @Override
        OptionalInt query(AdminClient daemon) throws AdminClientException {
            return daemon.withdrawTunnelEndpoints(List.of(endpoint.origin()));
        }

        @Override
        Notes view(OptionalInt changed) {
            return endpoint.notes(changed, "not originated");
        }
    }
}

package io.ddm.cli;

import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
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
            Column.of("Overlay Prefix", origin -> origin.overlayPrefix().toString()),
            Column.of("Boundary Address", origin -> origin.boundaryAddress().toString()),
            Column.ofNumbers("VNI", TunnelOrigin::vni),
            Column.<TunnelOrigin>of("Metric", origin -> Long.toUnsignedString(origin.metric())));

    /** {@code tunnel-imported}. */
    @Command(name = "tunnel-imported", description = "Show the tunnel endpoints received from peers.")
    static final class Imported extends ListVerb<SortedSet<TunnelRoute>, TunnelOrigin> {

        @Override
        protected SortedSet<TunnelRoute> query(AdminClient daemon) throws AdminClientException {
            return daemon.tunnelEndpoints();
        }

        @Override
        protected String schema() {
            return "ddm.tunnel-imported/1";
        }

        @Override
        protected List<Column<TunnelOrigin>> columns() {
            return COLUMNS;
        }

        @Override
        protected List<TunnelOrigin> rows(SortedSet<TunnelRoute> routes) {
            return routes.stream().map(TunnelRoute::origin).toList();
        }
    }

    /** {@code tunnel-originated}. */
    @Command(name = "tunnel-originated", description = "Show the tunnel endpoints that the router originates.")
    static final class Originated extends ListVerb<SortedSet<TunnelOrigin>, TunnelOrigin> {

        @Override
        protected SortedSet<TunnelOrigin> query(AdminClient daemon) throws AdminClientException {
            return daemon.originatedTunnelEndpoints();
        }

        @Override
        protected String schema() {
            return "ddm.tunnel-originated/1";
        }

        @Override
        protected List<Column<TunnelOrigin>> columns() {
            return COLUMNS;
        }

        @Override
        protected List<TunnelOrigin> rows(SortedSet<TunnelOrigin> origins) {
            return List.copyOf(origins);
        }
    }

    /** {@code tunnel-advertise}. */
    @Command(name = "tunnel-advertise", description = "Originate a tunnel endpoint.")
    static final class Advertise extends Verb<OptionalInt> {

        @Mixin
        private EndpointOptions endpoint = new EndpointOptions();

        @Override
        protected OptionalInt query(AdminClient daemon) throws AdminClientException {
            return daemon.advertiseTunnelEndpoints(List.of(endpoint.origin()));
        }

        @Override
        protected Notes view(OptionalInt changed) {
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
        protected OptionalInt query(AdminClient daemon) throws AdminClientException {
            return daemon.withdrawTunnelEndpoints(List.of(endpoint.origin()));
        }

        @Override
        protected Notes view(OptionalInt changed) {
            return endpoint.notes(changed, "not originated");
        }
    }
}

package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** Overlay prefixes behind tunnel endpoints. */
final class Tunnels {

    private Tunnels() {}

    private static void print(Terminal terminal, Stream<TunnelOrigin> origins) {
        Table table = new Table("Overlay Prefix", "Boundary Address", "VNI", "Metric");
        origins.forEach(origin -> table.row(origin.overlayPrefix().toString(), origin.boundaryAddress().toString(),
                Integer.toString(origin.vni()), Long.toUnsignedString(origin.metric())));
        table.print(terminal);
    }

    /** {@code tunnel-imported}. */
    @Command(name = "tunnel-imported", description = "Show the tunnel endpoints received from peers.")
    static final class Imported implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Override
        public Integer call() throws AdminClientException {
            print(ddmadm.terminal(), ddmadm.client().tunnelEndpoints().stream().map(TunnelRoute::origin));
            return 0;
        }
    }

    /** {@code tunnel-originated}. */
    @Command(name = "tunnel-originated", description = "Show the tunnel endpoints that the router originates.")
    static final class Originated implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Override
        public Integer call() throws AdminClientException {
            print(ddmadm.terminal(), ddmadm.client().originatedTunnelEndpoints().stream());
            return 0;
        }
    }

    /** {@code tunnel-advertise}. */
    @Command(name = "tunnel-advertise", description = "Originate a tunnel endpoint.")
    static final class Advertise implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Mixin
        private Endpoint endpoint = new Endpoint();

        @Override
        public Integer call() throws AdminClientException {
            OptionalInt changed = ddmadm.client().advertiseTunnelEndpoints(List.of(endpoint.origin()));
            endpoint.explain(ddmadm.terminal(), changed, "already originated");
            return 0;
        }
    }

    /** {@code tunnel-withdraw}. */
    @Command(name = "tunnel-withdraw", description = "Stop originating a tunnel endpoint; "
            + "all four values must equal those that it was advertised with.")
    static final class Withdraw implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Mixin
        private Endpoint endpoint = new Endpoint();

        @Override
        public Integer call() throws AdminClientException {
            OptionalInt changed = ddmadm.client().withdrawTunnelEndpoints(List.of(endpoint.origin()));
            endpoint.explain(ddmadm.terminal(), changed, "not originated");
            return 0;
        }
    }

    /** The options that describe an endpoint. */
    static final class Endpoint {

        @Option(names = {"-o",
                "--overlay-prefix"}, required = true, paramLabel = "PREFIX", description = "What lies behind the tunnel, IPv4 or IPv6.")
        @SuppressWarnings("NullAway.Init") // required
        private IpPrefix overlayPrefix;

        @Option(names = {"-b",
                "--boundary-addr"}, required = true, paramLabel = "ADDR", description = "The tunnel's end on the underlay.")
        @SuppressWarnings("NullAway.Init") // required
        private Ipv6Address boundaryAddress;

        @Option(names = {"-v",
                "--vni"}, required = true, paramLabel = "VNI", converter = Vni.class, description = "The virtual network, 0 to 16777215.")
        private int vni;

        @Option(names = {"-m",
                "--metric"}, defaultValue = "0", paramLabel = "METRIC", converter = Metric.class, description = "The lowest of several endpoints is preferred (default: ${DEFAULT-VALUE}).")
        private long metric;

        /** Tells on standard error that nothing changed, if the daemon says so. */
        void explain(Terminal terminal, OptionalInt changed, String already) {
            if (changed.equals(OptionalInt.of(0))) {
                terminal.note(overlayPrefix + " at " + boundaryAddress + " was " + already + "; nothing changed");
            }
        }

        TunnelOrigin origin() {
            return new TunnelOrigin(overlayPrefix, boundaryAddress, vni, metric);
        }
    }

    /** Reads a VNI of 24 bits. */
    static final class Vni implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int vni = Integer.parseInt(value);
                if (vni >= 0 && vni <= TunnelOrigin.MAX_VNI) {
                    return vni;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new TypeConversionException("must be 0 to " + TunnelOrigin.MAX_VNI);
        }
    }

    /** Reads an unsigned number of 64 bits. */
    static final class Metric implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return Long.parseUnsignedLong(value);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("must be 0 to " + Long.toUnsignedString(-1));
            }
        }
    }
}

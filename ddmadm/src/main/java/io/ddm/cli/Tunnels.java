package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Tunnel origins, imported and originated. */
final class Tunnels {

    private Tunnels() {}

    /** Lists what was imported. */
    @Command(name = "tunnel-imported", mixinStandardHelpOptions = true, description = "List the tunnel endpoints that peers offer.")
    static final class Imported extends Verb {
        @Override
        void run(AdminClient client) throws AdminClientException {
            print(table(client.tunnelEndpoints().stream().map(TunnelRoute::origin).toList()));
        }
    }

    /** Lists what this router originates. */
    @Command(name = "tunnel-originated", mixinStandardHelpOptions = true, description = "List the tunnel endpoints that this router originates.")
    static final class Originated extends Verb {
        @Override
        void run(AdminClient client) throws AdminClientException {
            print(table(client.originatedTunnelEndpoints()));
        }
    }

    /** Originates a tunnel endpoint. */
    @Command(name = "tunnel-advertise", mixinStandardHelpOptions = true, sortOptions = false, description = "Originate a tunnel endpoint.")
    static final class Advertise extends Verb {
        @ArgGroup(exclusive = false, multiplicity = "1")
        Endpoint endpoint = new Endpoint();

        @Override
        void run(AdminClient client) throws AdminClientException {
            client.advertiseTunnelEndpoints(List.of(endpoint.origin()));
        }
    }

    /** Withdraws a tunnel endpoint. */
    @Command(name = "tunnel-withdraw", mixinStandardHelpOptions = true, sortOptions = false, description = "Withdraw a tunnel endpoint; all four fields must match.")
    static final class Withdraw extends Verb {
        @ArgGroup(exclusive = false, multiplicity = "1")
        Endpoint endpoint = new Endpoint();

        @Override
        void run(AdminClient client) throws AdminClientException {
            client.withdrawTunnelEndpoints(List.of(endpoint.origin()));
        }
    }

    /** The four fields of a tunnel origin on the command line. */
    static final class Endpoint {
        @Option(names = {"-o",
                "--overlay-prefix"}, required = true, paramLabel = "PREFIX", converter = IpPrefixConverter.class, description = "What lies behind the tunnel, IPv4 or IPv6.")
        @Nullable
        IpPrefix overlayPrefix;

        @Option(names = {"-b",
                "--boundary-addr"}, required = true, paramLabel = "ADDRESS", converter = Peers.AddressConverter.class, description = "The tunnel endpoint on the underlay.")
        @Nullable
        Ipv6Address boundaryAddress;

        @Option(names = {"-v",
                "--vni"}, required = true, paramLabel = "NUMBER", converter = VniConverter.class, description = "The virtual network identifier, 0 to 16777215.")
        int vni;

        @Option(names = {"-m",
                "--metric"}, paramLabel = "NUMBER", converter = MetricConverter.class, description = "Lowest is preferred (default: 0).")
        long metric;

        TunnelOrigin origin() {
            return new TunnelOrigin(Objects.requireNonNull(overlayPrefix, "required"),
                    Objects.requireNonNull(boundaryAddress, "required"), vni, metric);
        }
    }

    /** An IPv4 or IPv6 prefix on the command line. */
    static final class IpPrefixConverter implements ITypeConverter<IpPrefix> {
        @Override
        public IpPrefix convert(String text) {
            return Arguments.checked(text, IpPrefix::parse);
        }
    }

    /** A VNI on the command line. */
    static final class VniConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int vni = Arguments.checked(text, Integer::parseInt);
            if (vni < 0 || vni > TunnelOrigin.MAX_VNI) {
                throw new picocli.CommandLine.TypeConversionException(
                        "'" + text + "': a VNI is 0 to " + TunnelOrigin.MAX_VNI);
            }
            return vni;
        }
    }

    /** An unsigned 64-bit number on the command line. */
    static final class MetricConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Arguments.checked(text, Long::parseUnsignedLong);
        }
    }

    private static Table table(Collection<TunnelOrigin> origins) {
        Table table = new Table("Overlay Prefix", "Boundary Address", "VNI", "Metric");
        origins.stream().sorted(Destination.ORDER).forEach(origin -> table.row(origin.overlayPrefix(),
                origin.boundaryAddress(), origin.vni(), Long.toUnsignedString(origin.metric())));
        return table;
    }
}

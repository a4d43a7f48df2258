package io.ddm.cli;

import io.ddm.cli.view.Notes;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that describe a tunnel endpoint. */
final class EndpointOptions {

    @Option(
            names = {"-o", "--overlay-prefix"},
            required = true,
            paramLabel = "PREFIX",
            description = "The overlay prefix behind the tunnel, IPv4 or IPv6.")
    @SuppressWarnings("NullAway.Init") // required
    private IpPrefix overlayPrefix;

    @Option(
            names = {"-b", "--boundary-addr"},
            required = true,
            paramLabel = "ADDR",
            description = "The underlay address of the tunnel endpoint.")
    @SuppressWarnings("NullAway.Init") // required
    private Ipv6Address boundaryAddress;

    @Option(
            names = {"-v", "--vni"},
            required = true,
            paramLabel = "VNI",
            converter = Vni.class,
            description = "The virtual network identifier, 0 to 16777215.")
    private int vni;

    @Option(
            names = {"-m", "--metric"},
            defaultValue = "0",
            paramLabel = "METRIC",
            converter = Metric.class,
            description = "The endpoint with the lowest metric is preferred (default: ${DEFAULT-VALUE}).")
    private long metric;

    /** The endpoint. */
    TunnelOrigin origin() {
        return new TunnelOrigin(overlayPrefix, boundaryAddress, vni, metric);
    }

    /**
     * A remark if a request changed nothing.
     *
     * @param changed how many endpoints the request changed; empty if the daemon does not report it
     * @param unchanged what is true of an endpoint that the request did not change
     */
    Notes notes(OptionalInt changed, String unchanged) {
        return changed.equals(OptionalInt.of(0))
                ? new Notes(
                        List.of(overlayPrefix + " at " + boundaryAddress + " was " + unchanged + "; nothing changed"))
                : Notes.NONE;
    }

    /** Parses a VNI of 24 bits. */
    static final class Vni implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int vni = Integer.parseInt(value);
                if (vni >= 0 && vni <= TunnelOrigin.MAX_VNI) {
                    return vni;
                }
            } catch (NumberFormatException e) {
                // Reported below.
            }
            throw new TypeConversionException("must be 0 to " + TunnelOrigin.MAX_VNI);
        }
    }

    /** Parses an unsigned number of 64 bits. */
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

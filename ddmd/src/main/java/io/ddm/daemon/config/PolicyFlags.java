package io.ddm.daemon.config;

import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags that say what neighbors may do and cost; the reference has none of them. */
public final class PolicyFlags {

    @Option(
            names = "--import-permit",
            paramLabel = "PREFIX",
            converter = PrefixText.class,
            description = "Import only underlay prefixes within this one; may be repeated. One within a prefix of"
                    + " this machine also permits more specific prefixes there, one equal to a short or special"
                    + " prefix permits that.")
    List<Prefix> importPermit = new ArrayList<>();

    @Option(
            names = "--import-deny",
            paramLabel = "PREFIX",
            converter = PrefixText.class,
            description = "Import no underlay prefix within this one; of several rules the longest counts.")
    List<Prefix> importDeny = new ArrayList<>();

    @Option(
            names = "--export-permit",
            paramLabel = "PREFIX",
            converter = PrefixText.class,
            description = "Advertise only underlay prefixes within this one; may be repeated.")
    List<Prefix> exportPermit = new ArrayList<>();

    @Option(
            names = "--export-deny",
            paramLabel = "PREFIX",
            converter = PrefixText.class,
            description = "Advertise no underlay prefix within this one.")
    List<Prefix> exportDeny = new ArrayList<>();

    @Option(
            names = "--max-prefixes",
            defaultValue = "131072",
            paramLabel = "N",
            description = "Destinations that one peer may offer (default: ${DEFAULT-VALUE}).")
    int maxPrefixes;

    @Option(
            names = "--max-path-length",
            defaultValue = "32",
            paramLabel = "N",
            description = "Routers that a path may have (default: ${DEFAULT-VALUE}).")
    int maxPathLength;

    @Option(
            names = "--max-exchange-body",
            defaultValue = "10485760",
            paramLabel = "BYTES",
            description = "Largest push that a peer may send (default: ${DEFAULT-VALUE}).")
    int maxExchangeBody;

    @Option(
            names = "--max-packets",
            defaultValue = "200",
            paramLabel = "N",
            description = "Discovery packets accepted per second on an interface from its peer, and as many from all"
                    + " others together: no other sender takes the peer's share (default: ${DEFAULT-VALUE}).")
    int maxPackets;

    @Option(
            names = "--max-requests",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Exchange requests accepted per second from the peer of an interface; from others on the"
                    + " link at most 200 (default: ${DEFAULT-VALUE}).")
    int maxRequests;

    @Option(
            names = "--max-connections",
            defaultValue = "16",
            paramLabel = "N",
            description = "Exchange connections of the peer open at a time on an interface, and as many of all others"
                    + " on the link, at most 4 of each (default: ${DEFAULT-VALUE}).")
    int maxConnections;

    @Option(
            names = "--pull-interval",
            defaultValue = "10000",
            paramLabel = "MS",
            description = "Time between pulls that repair what was lost, give or take a quarter; 0 for none (default:"
                    + " ${DEFAULT-VALUE}).")
    int pullInterval;

    @Option(names = "--damping", description = "Suppress a link that keeps losing or changing its peer for up to 60 s.")
    boolean damping;

    Duration pullInterval() {
        return Duration.ofMillis(atLeast(0, "--pull-interval", pullInterval));
    }

    ImportPolicy imports() {
        return new ImportPolicy(new PrefixFilter(importPermit, importDeny), atLeast(1, "--max-prefixes", maxPrefixes),
                atLeast(1, "--max-path-length", maxPathLength)).withinHeap(Runtime.getRuntime().maxMemory());
    }

    PrefixFilter exports() {
        return new PrefixFilter(exportPermit, exportDeny);
    }

    boolean damping() {
        return damping;
    }

    NetLimits net() {
        return new NetLimits(atLeast(NetLimits.SMALLEST_BODY_BYTES, "--max-exchange-body", maxExchangeBody),
                atLeast(1, "--max-packets", maxPackets), atLeast(1, "--max-requests", maxRequests),
                atLeast(1, "--max-connections", maxConnections));
    }

    private static int atLeast(int least, String flag, int value) {
        if (value < least) {
            throw new IllegalArgumentException(flag + " is at least " + least + ", not " + value);
        }
        return value;
    }

    static final class PrefixText implements ITypeConverter<Prefix> {
        @Override
        public Prefix convert(String text) {
            try {
                return Prefix.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage());
            }
        }
    }
}

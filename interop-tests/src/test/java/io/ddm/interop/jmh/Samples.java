package io.ddm.interop.jmh;

import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import java.util.List;
import java.util.stream.IntStream;

/** A transit t1 between another transit t2, which offers prefixes of a server s1, and a server s2. */
public final class Samples {

    static final RouterId ID = new RouterId("t1");
    static final PeerIdentity ORIGIN = new PeerIdentity(Ipv6Address.parse("fe80::b"), new RouterId("t2"),
            RouterKind.TRANSIT, ProtocolVersion.V3);
    static final PeerIdentity OTHER = new PeerIdentity(Ipv6Address.parse("fe80::c"), new RouterId("s2"),
            RouterKind.SERVER, ProtocolVersion.V3);
    static final PeerCapabilities CAPABILITIES = PeerCapabilities.ours(ExtensionsHeader.MAX_BODY_BYTES, "jmh-1");

    private static final RouterPath PATH = new RouterPath(List.of(new RouterId("s1"), ORIGIN.id()),
            PathDelay.ofMicros(50));

    private Samples() {}

    /** So many prefixes, spread over all values as in a network that assigns by rack and server. */
    public static List<Prefix> prefixes(int count) {
        return IntStream.range(0, count).mapToObj(Samples::prefix).toList();
    }

    private static Prefix prefix(int number) {
        long spread = number * 0x9E3779B1L & 0xFFFFFFFFL;
        return new Prefix(new Ipv6Address(0xfd00L << 48 | spread << 8, 0), 64);
    }

    /** A path of two routers to each of so many prefixes. */
    static List<PathVector> paths(int count) {
        return prefixes(count).stream().map(prefix -> new PathVector(prefix, PATH)).toList();
    }

    /** A path that is none of {@link #paths}. */
    static PathVector marker() {
        return new PathVector(Prefix.parse("fd99::/64"), PATH);
    }
}

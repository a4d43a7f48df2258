package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExchangePropertiesTest {

    @Provide
    Arbitrary<Update> updates() {
        Arbitrary<Ipv6Address> address = Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                .as(Ipv6Address::new);
        Arbitrary<Prefix> prefix = Combinators.combine(address, Arbitraries.integers().between(0, 128)).as(Prefix::new);
        Arbitrary<IpPrefix> overlay = Arbitraries.oneOf(prefix.map(p -> p),
                Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 32)).as(Ipv4Prefix::new));
        Arbitrary<TunnelOrigin> origin = Combinators
                .combine(overlay, address, Arbitraries.integers().between(0, TunnelOrigin.MAX_VNI), Arbitraries.longs())
                .as(TunnelOrigin::new);
        Arbitrary<RouterId> router = Arbitraries.strings()
                .all()
                .ofMinLength(1)
                .ofMaxLength(60)
                .filter(text -> UTF_8.newEncoder().canEncode(text))
                .map(RouterId::new);
        Arbitrary<RouterPath> path = router.list().ofMinSize(1).ofMaxSize(4).map(RouterPath::new);
        Arbitrary<PathDelay> delay = Arbitraries.longs().between(-1, PathDelay.MAX_MICROS).map(PathDelay::new);
        Arbitrary<PathVector> underlay = Combinators.combine(prefix, path, delay)
                .as((destination, routers, hop) -> new PathVector(destination, routers.withDelay(hop)));
        Arbitrary<PathVector> tunnel = Combinators.combine(origin, path).as(PathVector::new);
        Arbitrary<List<PathVector>> entries = Arbitraries.oneOf(underlay, tunnel)
                .list()
                .ofMaxSize(20);
        return Combinators.combine(entries, entries).as(Update::new);
    }

    @Property(tries = 500)
    void updatesRoundTripWithAnyBodyLimit(@ForAll("updates") Update update, @ForAll ProtocolVersion version,
            @ForAll @IntRange(max = 5000) int limit) throws Exception {
        ExchangeCodec codec = ExchangeCodec.of(version);
        EncodedUpdate encoded = codec.encodeUpdate(update, PeerCapabilities.ours(limit, ""));
        List<PathVector> announced = new ArrayList<>(encoded.leftOut().announce());
        List<PathVector> withdrawn = new ArrayList<>(encoded.leftOut().withdraw());
        boolean withdrawing = false;
        for (byte[] body : encoded.bodies()) {
            assertThat(body).hasSizeLessThanOrEqualTo(limit);
            Decoded<Update> decoded = codec.decodeUpdate(body);
            assertThat(decoded.skipped()).isEmpty();
            assertThat(decoded.value().isEmpty()).isFalse();
            assertThat(withdrawing && !decoded.value().announce().isEmpty()).isFalse();
            withdrawing |= !decoded.value().withdraw().isEmpty();
            announced.addAll(decoded.value().announce());
            withdrawn.addAll(decoded.value().withdraw());
        }
        assertThat(announced).containsExactlyInAnyOrderElementsOf(update.announce());
        assertThat(withdrawn).containsExactlyInAnyOrderElementsOf(update.withdraw());
    }

    @Property(tries = 300)
    void pullRepliesRoundTrip(@ForAll("updates") Update update, @ForAll ProtocolVersion version) throws Exception {
        ExchangeCodec codec = ExchangeCodec.of(version);
        byte[] reply = codec.encodePullReply(update.announce(), PeerCapabilities.ours(1024, ""));
        assertThat(codec.decodePullReply(reply).value()).containsExactlyInAnyOrderElementsOf(update.announce());
    }

    @Property
    void anyBytesDecodeOrThrowBadJson(@ForAll @Size(max = 64) byte[] body, @ForAll ProtocolVersion version) {
        decodesOrRefuses(version, body);
    }

    @Property(tries = 3000)
    void damagedBodiesDecodeOrThrowBadJson(@ForAll("updates") Update update, @ForAll ProtocolVersion version,
            @ForAll @IntRange(max = 4000) int at, @ForAll byte with, @ForAll boolean cut) {
        List<byte[]> bodies = ExchangeCodec.of(version)
                .encodeUpdate(update, PeerCapabilities.ours(1 << 20, ""))
                .bodies();
        byte[] body = bodies.isEmpty() ? "{\"underlay\":null}".getBytes(UTF_8) : bodies.getFirst();
        int place = at % body.length;
        body[place] = with;
        decodesOrRefuses(version, cut ? Arrays.copyOf(body, place + 1) : body);
    }

    private static void decodesOrRefuses(ProtocolVersion version, byte[] body) {
        try {
            Update update = ExchangeCodec.of(version).decodeUpdate(body).value();
            // What was taken in can be passed on.
            assertThat(ExchangeCodec.of(version).encodeUpdate(update, PeerCapabilities.ours(1 << 20, "")))
                    .isNotNull();
        } catch (BadJsonException e) {
            assertThat(e).hasMessageMatching("(?s)unable to parse JSON body: .+ at line \\d+ column \\d+");
        }
    }

    @Test
    void packsAndReadsTenThousandEntriesQuickly() throws Exception {
        List<PathVector> entries = IntStream.range(0, 10_000)
                .mapToObj(i -> new PathVector(new Prefix(new Ipv6Address(0xfd00L << 48 | i, 1), 64),
                        RouterPath.of(new RouterId("s" + i))))
                .toList();
        ExchangeCodec codec = ExchangeCodec.of(ProtocolVersion.V3);
        long start = System.nanoTime();
        EncodedUpdate small = codec.encodeUpdate(new Update(entries, List.of()), PeerCapabilities.NONE);
        int read = 0;
        for (byte[] body : small.bodies()) {
            read += codec.decodeUpdate(body).value().announce().size();
        }
        assertThat(read).isEqualTo(entries.size());
        int inFirst = codec.decodeUpdate(small.bodies().getFirst()).value().size();
        int roomPerEntry = HopRoom.LEAST.bytesFor(PeerCapabilities.NONE);
        assertThat(small.bodies().getFirst().length + inFirst * roomPerEntry).isBetween(930, 1024);
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
}

package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.json.JsonText;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body stays within the reference's limit while reference transits append their ids and pass it on. */
class HopRoomTest {

    private static final RouterId LONGEST_COMMON = new RouterId("transit-16-chars");

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void bodiesFitAfterTwoReferenceTransits(ProtocolVersion version) throws Exception {
        Update update = new Update(prefixes(0, 200, "server-2"), prefixes(200, 50, "server-2"));
        EncodedUpdate encoded = ExchangeCodec.of(version).encodeUpdate(update, PeerCapabilities.NONE);
        assertThat(encoded.leftOut().isEmpty()).isTrue();
        assertThat(passedOn(version, encoded.bodies(), LONGEST_COMMON, LONGEST_COMMON)).isEqualTo(250);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void leavesRoomForTheLongestIdSeen(ProtocolVersion version) throws Exception {
        RouterId rack = new RouterId("switch-0.rack-17.pod \"b\".example.net");
        Update update = new Update(prefixes(0, 200, "s1"), List.of());
        ExchangeCodec codec = ExchangeCodec.of(version);
        assertThat(passedOn(version,
                codec.encodeUpdate(update, PeerCapabilities.NONE, HopRoom.LEAST.fitting(rack)).bodies(), rack, rack))
                .isEqualTo(200);

        Update ofLongName = new Update(prefixes(0, 200, rack.value()), List.of());
        assertThat(passedOn(version, codec.encodeUpdate(ofLongName, PeerCapabilities.NONE).bodies(), rack, rack))
                .isEqualTo(200);
    }

    /** Whoever puts it on a path would give each entry beside it a body of its own. */
    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void ignoresIdsThatAreNoHostNames(ProtocolVersion version) throws Exception {
        List<PathVector> entries = new ArrayList<>(prefixes(0, 200, "s1"));
        int without = ExchangeCodec.of(version)
                .encodeUpdate(new Update(entries, List.of()), PeerCapabilities.NONE)
                .bodies()
                .size();
        entries.addAll(prefixes(200, 1, "\u0001".repeat(RouterId.MAX_BYTES / 2)));
        assertThat(
                ExchangeCodec.of(version).encodeUpdate(new Update(entries, List.of()), PeerCapabilities.NONE).bodies())
                .hasSizeLessThanOrEqualTo(without + 2);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void sendsEntriesWithoutRoomAlone(ProtocolVersion version) {
        RouterId huge = new RouterId("x".repeat(RouterId.MAX_BYTES));
        Update update = new Update(prefixes(0, 3, huge.value(), huge.value()), List.of());
        EncodedUpdate encoded = ExchangeCodec.of(version).encodeUpdate(update, PeerCapabilities.NONE);
        assertThat(encoded.leftOut().isEmpty()).isTrue();
        assertThat(encoded.bodies()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void fillsBodiesOfPeersThatPackThemselves(ProtocolVersion version) {
        PeerCapabilities ours = new PeerCapabilities(4096, true, "a");
        EncodedUpdate encoded = ExchangeCodec.of(version)
                .encodeUpdate(new Update(prefixes(0, 200, "s1"), List.of()), ours);
        assertThat(encoded.bodies().getFirst().length).isBetween(3990, 4096);
    }

    @Property(tries = 300)
    void measuresIdsAsJson(@ForAll String text) {
        if (UTF_8.newEncoder().canEncode(text)) {
            assertThat(HopRoom.jsonBytes(text)).isEqualTo(JsonText.compact(out -> out.writeString(text)).length - 2);
        }
    }

    /** What arrives when each transit appends its id and re-sends the body, and nobody takes more than 1024 bytes. */
    private static int passedOn(ProtocolVersion version, List<byte[]> bodies, RouterId... transits) throws Exception {
        ExchangeCodec codec = ExchangeCodec.of(version);
        int arrived = 0;
        for (byte[] body : bodies) {
            Update update = codec.decodeUpdate(body).value();
            for (RouterId transit : transits) {
                update = new Update(appended(update.announce(), transit), appended(update.withdraw(), transit));
                // As the reference writes it: in one body, however long.
                List<byte[]> again = codec.encodeUpdate(update, new PeerCapabilities(1 << 20, false, "")).bodies();
                assertThat(again).singleElement()
                        .satisfies(one -> assertThat(one.length)
                                .isLessThanOrEqualTo(PeerCapabilities.REFERENCE_BODY_BYTES));
            }
            arrived += update.size();
        }
        return arrived;
    }

    private static List<PathVector> appended(List<PathVector> entries, RouterId transit) {
        return entries.stream()
                .map(entry -> new PathVector(entry.destination(), entry.path().through(transit, PathDelay.UNKNOWN)))
                .toList();
    }

    private static List<PathVector> prefixes(int from, int count, String... path) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new PathVector(new Prefix(new Ipv6Address(0xfd00L << 48 | i, 0), 64),
                        new RouterPath(Stream.of(path).map(RouterId::new).toList())))
                .toList();
    }
}

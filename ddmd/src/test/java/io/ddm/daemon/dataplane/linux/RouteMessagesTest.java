package io.ddm.daemon.dataplane.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import io.ddm.daemon.linux.LinkMessages;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.MessageWriter;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Messages about routes and nexthops, and any bytes in their place. */
class RouteMessagesTest {

    private static final Prefix NETWORK = Prefix.parse("fd00:1::/64");

    private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    private final MessageWriter writer = new MessageWriter(buffer);

    @Test
    void readsRouteAsWritten() throws Exception {
        RouteMessages.put(writer, NETWORK, 221_000_007);
        assertThat(RouteMessages.decode(written())).isEqualTo(
                new KernelRoute(NETWORK, 254, KernelRoute.PROTOCOL, KernelRoute.METRIC, 1, 221_000_007, 0));
    }

    @Test
    void distinguishesRoutesOfOtherProtocols() throws Exception {
        RouteMessages.put(writer, NETWORK, 7);
        buffer.put(16 + 5, (byte) 4);
        assertThat(requireNonNull(RouteMessages.decode(written())).isOurs()).isFalse();
    }

    @Test
    void rejectsPrefixLengthAbove128() {
        RouteMessages.put(writer, NETWORK, 7);
        buffer.put(16 + 1, (byte) 129);
        assertThatThrownBy(() -> RouteMessages.decode(written())).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readsNexthopAsWritten() throws Exception {
        NextHop hop = new NextHop(3, Ipv6Address.parse("fe80::1"));
        NexthopMessages.create(writer, 9, hop);
        assertThat(NexthopMessages.decode(written()))
                .isEqualTo(new KernelNexthop(9, KernelRoute.PROTOCOL, hop, KernelGroup.NONE));
    }

    @Test
    void readsGroupWithMembersAndWeightsInOrder() throws Exception {
        NexthopMessages.putGroup(writer, 10, new KernelGroup(0, List.of(new Member(5, 1), new Member(4, 256))), true);
        assertThat(NexthopMessages.decode(written())).isEqualTo(new KernelNexthop(10, KernelRoute.PROTOCOL,
                null, new KernelGroup(0, List.of(new Member(4, 256), new Member(5, 1)))));
    }

    @Test
    void readsWeightsThatOnlyNewerKernelsTake() throws Exception {
        NexthopMessages.putGroup(writer, 10, new KernelGroup(0, List.of(new Member(4, 1), new Member(5, 3))), true);
        buffer.put(buffer.position() - 3, (byte) 1);
        assertThat(NexthopMessages.decode(written()).group().members()).containsExactly(new Member(4, 1),
                new Member(5, 259));
    }

    @Test
    void readsResilientGroupAsWritten() throws Exception {
        KernelGroup group = new KernelGroup(64, List.of(new Member(4, 1), new Member(5, 3)));
        NexthopMessages.putGroup(writer, 10, group, true);
        assertThat(NexthopMessages.decode(written()))
                .isEqualTo(new KernelNexthop(10, KernelRoute.PROTOCOL, null, group));
    }

    @Test
    void distinguishesGroupsOfUnknownKind() throws Exception {
        NexthopMessages.putGroup(writer, 10, new KernelGroup(64, List.of(new Member(4, 1))), true);
        int typeValue = 16 + 8 + 8 + 12 + 4;
        buffer.put(typeValue, (byte) 2);
        assertThat(NexthopMessages.decode(written()).group()).isEqualTo(KernelGroup.NONE);
    }

    @Test
    void writesAndReadsSeveralMessages() throws Exception {
        RouteMessages.put(writer, NETWORK, 1);
        writer.end();
        RouteMessages.delete(writer, NETWORK);
        writer.acknowledgeLast();
        writer.end();
        buffer.flip();
        NetlinkMessage first = Objects.requireNonNull(NetlinkMessage.next(buffer));
        NetlinkMessage second = Objects.requireNonNull(NetlinkMessage.next(buffer));
        assertThat(first.type()).isEqualTo(RouteMessages.NEWROUTE);
        assertThat(first.flags()).isEqualTo(MessageWriter.REQUEST | MessageWriter.CREATE | MessageWriter.REPLACE);
        assertThat(second.type()).isEqualTo(RouteMessages.DELROUTE);
        assertThat(second.flags()).isEqualTo(MessageWriter.REQUEST | MessageWriter.ACK);
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(NetlinkMessage.next(buffer)).isNull();
    }

    @Property(tries = 20_000)
    void throwsOnlyDeclaredExceptionsForAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
        readAll(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    @Property(tries = 20_000)
    void throwsOnlyDeclaredExceptionsForDamagedMessages(@ForAll @IntRange(max = 5) int kind,
            @ForAll @IntRange(max = 110) int at,
            @ForAll byte value, @ForAll @IntRange(max = 110) int cut) {
        ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        MessageWriter out = new MessageWriter(bytes);
        switch (kind) {
            case 0 -> RouteMessages.put(out, NETWORK, 1);
            case 1 -> NexthopMessages.create(out, 1, new NextHop(1, Ipv6Address.parse("fe80::1")));
            case 2 -> NexthopMessages.putGroup(out, 1,
                    new KernelGroup(16, List.of(new Member(1, 1), new Member(2, 3))), true);
            case 3 -> LinkMessages.dumpLinks(out);
            case 4 -> LinkMessages.dumpAddresses(out);
            default ->
                out.begin(NetlinkMessage.ERROR, 0x200).int32(-19).int32(36).int32(1).int32(2).int32(3).attribute(1, 7);
        }
        out.end();
        int end = bytes.position();
        bytes.put(Math.min(at, end - 1), value);
        bytes.limit(Math.max(end - cut, 1)).position(0);
        readAll(bytes);
    }

    private static void readAll(ByteBuffer datagram) {
        try {
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                readAs(message, RouteMessages::decode);
                readAs(message, NexthopMessages::decode);
                readAs(message, LinkMessages::decodeLink);
                readAs(message, LinkMessages::decodeAddress);
                readAs(message, NetlinkMessage::reason);
            }
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageStartingWith("malformed");
        }
    }

    private static <T> void readAs(NetlinkMessage message, NetlinkRequests.Decoder<T> decoder) {
        try {
            decoder.decode(message);
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageStartingWith("malformed");
        }
    }

    private NetlinkMessage written() throws MalformedMessageException {
        writer.end();
        ByteBuffer read = buffer.duplicate().order(buffer.order()).flip();
        return Objects.requireNonNull(NetlinkMessage.next(read));
    }
}

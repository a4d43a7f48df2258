package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.linux.LinkMessages;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any bytes as a datagram of the kernel. */
public final class NetlinkFuzz {

    private NetlinkFuzz() {}

    /** A datagram is malformed, or each message in it says the same when nothing stands behind it. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ByteBuffer datagram = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        try {
            int start = 0;
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                int end = start + Math.min(datagram.getInt(start), bytes.length - start);
                ByteBuffer alone = ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, end)).order(datagram.order());
                NetlinkMessage again = NetlinkMessage.next(alone);
                if (again == null || !said(message).equals(said(again)) || alone.hasRemaining()) {
                    throw new AssertionError(message + " depends on what stands behind it");
                }
                if (datagram.position() <= start) {
                    throw new AssertionError("no message is empty");
                }
                start = datagram.position();
            }
        } catch (MalformedMessageException e) {
            requireWords(e);
        }
    }

    /** Read in every way there is, since the type is the sender's word only. */
    private static List<Object> said(NetlinkMessage message) {
        List<Object> said = new ArrayList<>(
                List.of(message.type(), message.flags(), message.sequence(), message.portId(), message.interrupted()));
        for (NetlinkRequests.Decoder<?> decoder : List.<NetlinkRequests.Decoder<?>>of(RouteMessages::decode,
                NexthopMessages::decode, LinkMessages::decodeLink, LinkMessages::decodeAddress,
                NetlinkMessage::reason)) {
            try {
                said.add(String.valueOf(decoder.decode(message)));
            } catch (MalformedMessageException e) {
                said.add(requireWords(e));
            }
        }
        return said;
    }

    private static String requireWords(MalformedMessageException e) {
        String words = String.valueOf(e.getMessage());
        if (!words.startsWith("malformed netlink message: ")) {
            throw new AssertionError("not in our words", e);
        }
        return words;
    }
}

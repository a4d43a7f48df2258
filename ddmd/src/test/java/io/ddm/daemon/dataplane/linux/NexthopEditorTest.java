package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.Phase;
import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.MessageWriter;
import io.ddm.daemon.linux.NetlinkChannel;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Groups in a kernel, or on a link's driver, that knows only plain ones. */
class NexthopEditorTest {

    private static final WeightedNextHop A = WeightedNextHop
            .equalShare(new NextHop(1, Ipv6Address.parse("fe80::a")));

    /** Accepts everything that it is not to refuse. */
    private static final class Kernel implements NetlinkChannel {

        private final ByteBuffer request = ByteBuffer.allocate(65_536).order(ByteOrder.nativeOrder());
        private final Queue<ByteBuffer> queue = new ArrayDeque<>();
        private final List<KernelGroup> groups = new ArrayList<>();
        private final Predicate<KernelGroup> refuses;

        Kernel(Predicate<KernelGroup> refuses) {
            this.refuses = refuses;
        }

        @Override
        public int portId() {
            return 7;
        }

        @Override
        public ByteBuffer sendBuffer() {
            return request;
        }

        @Override
        public void send() throws NetlinkException {
            request.flip();
            for (NetlinkMessage message = NetlinkMessage.next(request); message != null; message = NetlinkMessage
                    .next(request)) {
                KernelGroup group = NexthopMessages.decode(message).group();
                boolean refused = !group.members().isEmpty() && refuses.test(group);
                if (!group.members().isEmpty()) {
                    groups.add(group);
                }
                answer(message.sequence(), refused ? -Errno.EOPNOTSUPP : 0);
            }
            request.clear();
        }

        private void answer(int sequence, int error) {
            ByteBuffer reply = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
            MessageWriter out = new MessageWriter(reply);
            out.begin(NetlinkMessage.ERROR, 0).int32(error).int32(16).int32(0).int32(0).int32(0);
            out.end();
            queue.add(reply.putInt(8, sequence).flip());
        }

        @Override
        public @Nullable ByteBuffer receive() {
            return queue.poll();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private final GroupTable table = new GroupTable((content, other) -> false);
    private int lastId;

    private NexthopEditor editor(NetlinkRequests requests, GroupKind kind) {
        KernelState empty = new KernelState();
        return new NexthopEditor(requests, empty, table, kind, new MemberChoice(empty));
    }

    private void put(NexthopEditor editor, int network) throws NetlinkException {
        Set<Group> groups = table.assign(
                List.of(new FibChange(new Prefix(new Ipv6Address(network, 0), 64),
                        List.of(new WeightedNextHop(A.nextHop(), network)))),
                _ -> 0, _ -> ++lastId);
        editor.create(groups);
        editor.put(groups, Phase.ADOPTION);
        groups.forEach(group -> assertThat(editor.refusal(group)).isNull());
    }

    @Test
    void makesPlainGroupsWhenResilientOnesAreRefused() throws Exception {
        Kernel kernel = new Kernel(KernelGroup::isResilient);
        GroupKind kind = new GroupKind(true);
        try (NetlinkRequests requests = new NetlinkRequests(kernel, () -> {})) {
            NexthopEditor editor = editor(requests, kind);
            put(editor, 1);
            put(editor, 2);
            assertThat(kernel.groups).extracting(KernelGroup::isResilient)
                    .as("it tries only once")
                    .containsExactly(true, false, false);
            assertThat(kind).hasToString("plain groups");
        }
    }

    @Test
    void makesPlainGroupsOnAKernelWithoutResilientOnes() throws Exception {
        Kernel kernel = new Kernel(KernelGroup::isResilient);
        try (NetlinkRequests requests = new NetlinkRequests(kernel, () -> {})) {
            put(editor(requests, new GroupKind(false)), 1);
            assertThat(kernel.groups).extracting(KernelGroup::isResilient).containsExactly(false);
        }
    }

    @Test
    void staysResilientWhenPlainGroupsAreRefusedToo() throws Exception {
        Kernel kernel = new Kernel(group -> true);
        GroupKind kind = new GroupKind(true);
        try (NetlinkRequests requests = new NetlinkRequests(kernel, () -> {})) {
            NexthopEditor editor = editor(requests, kind);
            Set<Group> groups = table.assign(List.of(new FibChange(Prefix.parse("fd00::/64"), List.of(A))), _ -> 0,
                    _ -> ++lastId);
            editor.create(groups);
            editor.put(groups, Phase.ADOPTION);
            groups.forEach(group -> assertThat(editor.refusal(group)).contains("EOPNOTSUPP"));
            assertThat(kind).hasToString("resilient groups");
        }
    }
}

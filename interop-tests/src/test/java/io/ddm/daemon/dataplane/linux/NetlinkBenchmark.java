package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.linux.MessageWriter;
import io.ddm.daemon.linux.NetlinkChannel;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.daemon.linux.NetlinkRequests.KernelError;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.interop.jmh.Samples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Netlink messages about routes, written to a kernel that accepts all of them, and read from one that has them. In the
 * package of these messages, since nothing else has to know them.
 */
@State(Scope.Thread)
public class NetlinkBenchmark {

    private static final int GROUP = 1_000;
    private static final int BATCH_BYTES = 32 * 1024;

    // What a kernel adds to a route that it reports; linux/rtnetlink.h.
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_CACHEINFO = 12;
    private static final int RTA_TABLE = 15;
    private static final int RTA_PREF = 20;

    /** How many routes there are. */
    @Param({"1", "100", "10000"})
    public int prefixes;

    private final Kernel kernel = new Kernel();
    private final NetlinkRequests requests = new NetlinkRequests(kernel, () -> {});
    private List<Prefix> networks = List.of();

    /** The routes. */
    @Setup(Level.Trial)
    public void prepare() throws NetlinkException {
        networks = Samples.prefixes(prefixes);
        kernel.install(networks);
        if (!encodePuts().isEmpty() || kernel.received < (long) prefixes * 60
                || !decodeDump().stream().map(KernelRoute::network).toList().equals(networks)) {
            throw new IllegalStateException("not all routes were written and read");
        }
    }

    /** Each is put, in batches; the kernel confirms each batch. */
    @Benchmark
    public Map<Prefix, KernelError> encodePuts() throws NetlinkException {
        return requests.execute(networks, (out, network) -> RouteMessages.put(out, network, GROUP));
    }

    /** All are dumped. */
    @Benchmark
    public List<KernelRoute> decodeDump() throws NetlinkException {
        return requests.dump((out, ignored) -> RouteMessages.dump(out), RouteMessages::decode);
    }

    /** Confirms the last request of a batch, and answers a dump with the datagrams that were made before. */
    private static final class Kernel implements NetlinkChannel {

        private static final int SEQUENCE_OFFSET = 8;

        private final ByteBuffer sent = buffer();
        private final List<ByteBuffer> dump = new ArrayList<>();
        private final ByteBuffer acknowledgment = end(NetlinkMessage.ERROR);
        private final Deque<ByteBuffer> queued = new ArrayDeque<>();
        private long received;

        private static ByteBuffer buffer() {
            return ByteBuffer.allocateDirect(BATCH_BYTES).order(ByteOrder.nativeOrder());
        }

        /** Success, or the end of a dump. */
        private static ByteBuffer end(int type) {
            ByteBuffer buffer = buffer();
            new MessageWriter(buffer).begin(type, 0).int32(0).end();
            return buffer.flip();
        }

        /** With the attributes that Linux sends of a route on a group of one next hop. */
        void install(List<Prefix> networks) {
            ByteBuffer buffer = buffer();
            MessageWriter out = new MessageWriter(buffer);
            for (Prefix network : networks) {
                if (buffer.remaining() < 256) {
                    dump.add(buffer.flip());
                    buffer = buffer();
                    out = new MessageWriter(buffer);
                }
                RouteMessages.put(out, network, GROUP);
                out.attribute(RTA_TABLE, KernelRoute.TABLE_MAIN).attribute(RTA_OIF, 2);
                out.attribute(RTA_GATEWAY, Ipv6Address.parse("fe80::b"));
                out.attributeHeader(RTA_CACHEINFO, 32);
                for (int i = 0; i < 8; i++) {
                    out.int32(0);
                }
                out.attribute(RTA_PREF, 0).end();
            }
            dump.add(buffer.flip());
            dump.add(end(NetlinkMessage.DONE));
        }

        @Override
        public int portId() {
            return 1;
        }

        @Override
        public ByteBuffer sendBuffer() {
            return sent;
        }

        @Override
        public void send() {
            // The flags of a dump are in the first message, the number to confirm in the last.
            boolean isDump = (sent.getShort(6) & MessageWriter.DUMP) == MessageWriter.DUMP;
            int last = 0;
            for (int at = 0; at < sent.position(); at += sent.getInt(at)) {
                last = sent.getInt(at + SEQUENCE_OFFSET);
            }
            received += sent.position();
            sent.clear();
            if (isDump) {
                for (ByteBuffer datagram : dump) {
                    for (int at = 0; at < datagram.limit(); at += datagram.getInt(at)) {
                        datagram.putInt(at + SEQUENCE_OFFSET, last);
                    }
                    queued.add(datagram.rewind());
                }
            } else {
                acknowledgment.putInt(SEQUENCE_OFFSET, last);
                queued.add(acknowledgment.rewind());
            }
        }

        @Override
        public ByteBuffer receive() throws NetlinkException {
            ByteBuffer next = queued.poll();
            if (next == null) {
                throw new NetlinkException("nothing was asked");
            }
            return next;
        }

        @Override
        public void close() {
            queued.clear();
        }
    }
}

package io.ddm.daemon.dataplane.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel: dumps, and changes in batches. The kernel answers while it is being asked, so nothing here waits
 * longer than the work takes. Used by one thread at a time.
 */
final class NetlinkRequests implements AutoCloseable {

    /** No message of ours is longer. */
    private static final int MESSAGE_BYTES = 1024;
    /** A dump that is interrupted this often, or for this long, fails: its caller retries after a pause. */
    private static final int MAX_DUMP_ATTEMPTS = 4;
    private static final long DUMP_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Writes the message that does it. */
    interface Encoder<T> {
        void encode(MessageWriter out, T item);
    }

    /** Reads one line of a dump; null if it is of no interest. */
    interface Decoder<T> {
        @Nullable
        T decode(NetlinkMessage message) throws MalformedMessageException;
    }

    /**
     * What the kernel said to a request that it did not fulfil.
     *
     * @param errno the error number
     * @param reason the same for an operator
     */
    record KernelError(int errno, String reason) {}

    private final NetlinkChannel socket;
    private final MessageWriter writer;
    private final Runnable betweenBatches;

    /**
     * @param betweenBatches done after each batch, such as to read the notifications it caused
     */
    NetlinkRequests(NetlinkChannel socket, Runnable betweenBatches) {
        this.socket = socket;
        this.writer = new MessageWriter(socket.sendBuffer());
        this.betweenBatches = betweenBatches;
    }

    int portId() {
        return socket.portId();
    }

    /**
     * Makes one message of each item and has all of them worked off in order; a refused one keeps back no other.
     *
     * @return the refused ones
     * @throws NetlinkException if it is unknown what became of them
     */
    <T> Map<T, KernelError> execute(List<T> items, Encoder<? super T> encoder) throws NetlinkException {
        if (items.isEmpty()) {
            return Map.of();
        }
        Map<T, KernelError> refused = new LinkedHashMap<>();
        int from = 0;
        for (int i = 0; i < items.size(); i++) {
            encoder.encode(writer, items.get(i));
            writer.end();
            if (i + 1 == items.size() || socket.sendBuffer().remaining() < MESSAGE_BYTES) {
                commit(items.subList(from, i + 1), refused);
                from = i + 1;
            }
        }
        return refused;
    }

    /**
     * All lines of a dump that is complete and consistent; never those of an interrupted one.
     *
     * @throws DumpInterruptedException if every attempt was interrupted
     * @throws NetlinkException if the kernel refuses it
     */
    <T> List<T> dump(Encoder<List<T>> request, Decoder<T> decoder) throws NetlinkException {
        long start = System.nanoTime();
        List<T> lines = new ArrayList<>();
        for (int attempt = 1; !dump(request, decoder, lines); attempt++) {
            if (attempt == MAX_DUMP_ATTEMPTS || System.nanoTime() - start > DUMP_TIMEOUT_NANOS) {
                throw new DumpInterruptedException(attempt);
            }
            lines.clear();
        }
        return lines;
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Sends what was written and reads the answers up to that of the last message. */
    private <T> void commit(List<T> items, Map<T, KernelError> refused) throws NetlinkException {
        writer.acknowledgeLast();
        int last = writer.sequence();
        int first = last - items.size() + 1;
        socket.send();
        boolean answered = false;
        while (!answered) {
            ByteBuffer datagram = answer();
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                int index = message.sequence() - first;
                if (message.type() != NetlinkMessage.ERROR || index < 0 || index >= items.size()) {
                    continue;
                }
                if (message.errno() != 0) {
                    refused.put(items.get(index), new KernelError(message.errno(), message.reason()));
                }
                answered |= message.sequence() == last;
            }
        }
        betweenBatches.run();
    }

    private <T> boolean dump(Encoder<List<T>> request, Decoder<T> decoder, List<T> lines) throws NetlinkException {
        request.encode(writer, lines);
        writer.end();
        int sequence = writer.sequence();
        socket.send();
        boolean complete = true;
        while (true) {
            ByteBuffer datagram = answer();
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                if (message.sequence() != sequence) {
                    continue;
                }
                complete &= !message.interrupted();
                if (message.type() == NetlinkMessage.DONE || message.type() == NetlinkMessage.ERROR) {
                    if (message.errno() != 0) {
                        throw new NetlinkException("dump", message.errno());
                    }
                    return complete;
                }
                T line = decoder.decode(message);
                if (line != null) {
                    lines.add(line);
                }
            }
        }
    }

    private ByteBuffer answer() throws NetlinkException {
        ByteBuffer datagram = socket.receive();
        if (datagram == null) {
            throw new NetlinkException("the kernel gave no answer");
        }
        return datagram;
    }
}

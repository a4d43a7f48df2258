package io.ddm.daemon.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the kernel: dumps, and changes in batches. The kernel answers while the request is sent, so nothing here
 * waits longer than the work takes. Used by one thread at a time.
 */
public final class NetlinkRequests implements AutoCloseable {

    /** None of our messages is longer. */
    private static final int MESSAGE_BYTES = 1024;
    /** A dump that is interrupted this often, or for this long, fails: its caller retries after a pause. */
    private static final int MAX_DUMP_ATTEMPTS = 4;
    private static final long DUMP_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * Writes a request.
     *
     * @param <T> what the request is about
     */
    public interface Encoder<T> {
        /** Writes the message for an item. */
        void encode(MessageWriter out, T item);
    }

    /**
     * Reads a message of a dump.
     *
     * @param <T> what it says
     */
    public interface Decoder<T> {
        /**
         * The content of a message; null if the message is of no interest.
         *
         * @throws MalformedMessageException if the bytes are not such a message
         */
        @Nullable
        T decode(NetlinkMessage message) throws MalformedMessageException;
    }

    /**
     * Why the kernel rejected a request.
     *
     * @param errno the error number
     * @param reason the same for an operator
     */
    public record KernelError(int errno, String reason) {}

    private final NetlinkChannel socket;
    private final MessageWriter writer;
    private final Runnable betweenBatches;
    /** The sequence number of a dump of which the kernel may have more to send; 0 if there is none. */
    private int unfinished;

    /**
     * @param socket for requests alone; closed with this
     * @param betweenBatches run after each batch, such as to read the notifications that it caused
     */
    public NetlinkRequests(NetlinkChannel socket, Runnable betweenBatches) {
        this.socket = socket;
        this.writer = new MessageWriter(socket.sendBuffer());
        this.betweenBatches = betweenBatches;
    }

    /** The number that the kernel gave the socket. */
    public int portId() {
        return socket.portId();
    }

    /**
     * Sends a request for each item, in order. A rejected request does not keep back the others.
     *
     * @return the errors of rejected requests, by item
     * @throws NetlinkException if it is unknown which requests the kernel has carried out
     */
    public <T> Map<T, KernelError> execute(List<T> items, Encoder<? super T> encoder) throws NetlinkException {
        if (items.isEmpty()) {
            return Map.of();
        }
        Map<T, KernelError> errors = new LinkedHashMap<>();
        int from = 0;
        for (int i = 0; i < items.size(); i++) {
            encoder.encode(writer, items.get(i));
            writer.end();
            if (i + 1 == items.size() || socket.sendBuffer().remaining() < MESSAGE_BYTES) {
                commit(items.subList(from, i + 1), errors);
                from = i + 1;
            }
        }
        return errors;
    }

    /**
     * Reads all objects in a dump that is complete and consistent; never those of an interrupted one.
     *
     * @param request writes the request; its item is of no meaning
     * @throws DumpInterruptedException if every attempt was interrupted
     * @throws NetlinkException if the kernel rejects the request
     */
    public <T> List<T> dump(Encoder<List<T>> request, Decoder<T> decoder) throws NetlinkException {
        return dump(request, decoder, () -> false).orElseThrow();
    }

    /**
     * The same, but stops when there is something more urgent to do. Requests can follow at once; the next dump first
     * reads what is left of this one.
     *
     * @param stop asked after every datagram, of which a large dump has one for some 300 routes
     * @return empty if it was stopped
     */
    public <T> Optional<List<T>> dump(Encoder<List<T>> request, Decoder<T> decoder, BooleanSupplier stop)
            throws NetlinkException {
        long start = System.nanoTime();
        List<T> lines = new ArrayList<>();
        for (int attempt = 1; !(readUnfinished(stop) && dump(request, decoder, stop, lines)); attempt++) {
            if (unfinished != 0) {
                return Optional.empty();
            }
            if (attempt == MAX_DUMP_ATTEMPTS || System.nanoTime() - start > DUMP_TIMEOUT_NANOS) {
                throw new DumpInterruptedException(attempt);
            }
            lines.clear();
        }
        return Optional.of(lines);
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Sends the requests and reads the answers up to that of the last one. */
    private <T> void commit(List<T> items, Map<T, KernelError> errors) throws NetlinkException {
        writer.acknowledgeLast();
        int last = writer.sequence();
        int first = last - items.size() + 1;
        socket.send();
        boolean answered = false;
        while (!answered) {
            ByteBuffer datagram = answer();
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                noteEnd(message);
                int index = message.sequence() - first;
                if (message.type() != NetlinkMessage.ERROR || index < 0 || index >= items.size()) {
                    continue;
                }
                if (message.errno() != 0) {
                    errors.put(items.get(index), new KernelError(message.errno(), message.reason()));
                }
                answered |= message.sequence() == last;
            }
        }
        betweenBatches.run();
    }

    /** Returns false if the dump was stopped, and then is unfinished, or is not consistent. */
    private <T> boolean dump(Encoder<List<T>> request, Decoder<T> decoder, BooleanSupplier stop, List<T> lines)
            throws NetlinkException {
        request.encode(writer, lines);
        writer.end();
        int sequence = writer.sequence();
        socket.send();
        unfinished = sequence;
        boolean complete = true;
        do {
            ByteBuffer datagram = answer();
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                if (message.sequence() != sequence) {
                    continue;
                }
                noteEnd(message);
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
        } while (!stop.getAsBoolean());
        return false;
    }

    /** Reads the rest of an unfinished dump, since the kernel makes one at a time; returns false if it was stopped. */
    private boolean readUnfinished(BooleanSupplier stop) throws NetlinkException {
        while (unfinished != 0 && !stop.getAsBoolean()) {
            ByteBuffer datagram = socket.receive();
            if (datagram == null) {
                unfinished = 0;
            }
            for (NetlinkMessage message = next(datagram); message != null; message = next(datagram)) {
                noteEnd(message);
            }
        }
        return unfinished == 0;
    }

    private static @Nullable NetlinkMessage next(@Nullable ByteBuffer datagram) throws MalformedMessageException {
        return datagram == null ? null : NetlinkMessage.next(datagram);
    }

    private void noteEnd(NetlinkMessage message) {
        boolean isEnd = message.type() == NetlinkMessage.DONE || message.type() == NetlinkMessage.ERROR;
        if (isEnd && message.sequence() == unfinished) {
            unfinished = 0;
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

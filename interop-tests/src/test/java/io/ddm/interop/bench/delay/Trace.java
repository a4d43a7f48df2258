package io.ddm.interop.bench.delay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What became of numbered packets of several flows that were sent in turn. Times are nanoseconds of the wall clock,
 * those of arrivals by the kernel; interfaces are those by which packets arrived, by index.
 */
final class Trace {

    /** No flow had a packet so late in a window that it counts for it. */
    private static final long NONE = Long.MIN_VALUE;

    private static final int INDEX_MASK = 0xff;

    private final int flows;
    private final long[] sentAt;
    private final long[] arrivals;

    private Trace(int flows, long[] sentAt, long[] arrivals) {
        this.flows = flows;
        this.sentAt = sentAt;
        this.arrivals = Arrays.copyOf(arrivals, sentAt.length);
    }

    static Trace read(int flows, Path sent, Path received) throws IOException {
        return new Trace(flows, read(sent), read(received));
    }

    /** A time with the index of an interface in place of its last bits; never 0. */
    static long arrival(long nanos, int interfaceIndex) {
        if (nanos == 0 || interfaceIndex <= 0 || interfaceIndex > INDEX_MASK) {
            throw new IllegalStateException("a packet came at " + nanos + " by interface " + interfaceIndex);
        }
        return (nanos & ~INDEX_MASK) | interfaceIndex;
    }

    static void write(Path file, long[] values, int count) throws IOException {
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            out.writeInt(count);
            for (int i = 0; i < count; i++) {
                out.writeLong(values[i]);
            }
        }
    }

    /** Packets that were sent in this time. */
    int sent(long from, long to) {
        return from(to) - from(from);
    }

    /** Packets that were sent in this time and never arrived. */
    int lost(long from, long to) {
        int lost = 0;
        int end = from(to);
        for (int i = from(from); i < end; i++) {
            lost += arrivals[i] == 0 ? 1 : 0;
        }
        return lost;
    }

    /** The longest time without a packet of a flow that overlaps this time, of all flows. */
    long silence(long from, long to) {
        long longest = 0;
        for (int flow = 0; flow < flows; flow++) {
            long before = sentAt[flow];
            for (long arrival : sortedArrivals(flow)) {
                if (arrival > from && before < to) {
                    longest = Math.max(longest, arrival - before);
                }
                before = arrival;
            }
            long end = sentAt[sentAt.length - 1];
            if (before < to && end > from) {
                longest = Math.max(longest, end - before);
            }
        }
        return longest;
    }

    /** The sender's longest pause in this time: no flow can have been silent for less. */
    long pause(long from, long to) {
        long longest = 0;
        for (int i = Math.max(1, from(from)); i < from(to); i++) {
            longest = Math.max(longest, sentAt[i] - sentAt[i - 1]);
        }
        return longest;
    }

    /** How long after an event the last flow arrived by another interface than this one, -1 if none had used it. */
    long lastMoved(long event, long until, int from) {
        long last = -1;
        for (int flow = 0; flow < flows; flow++) {
            if (via(flow, event - 1_000_000_000, event) == from) {
                long moved = NONE;
                for (int i = flow; i < arrivals.length && moved == NONE; i += flows) {
                    if (time(i) >= event && via(i) != from) {
                        moved = time(i);
                    }
                }
                last = Math.max(last, (moved == NONE ? until : moved) - event);
            }
        }
        return last;
    }

    /** How long after an event the first packet arrived by an interface; -1 for never. */
    long firstBy(long event, int via) {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < arrivals.length; i++) {
            if (via(i) == via && sentAt[i] >= event) {
                first = Math.min(first, time(i));
            }
        }
        return first == Long.MAX_VALUE ? -1 : first - event;
    }

    /** By which interface the first packet of each flow came that was sent in this time; 0 if none arrived. */
    int[] via(long from, long to) {
        int[] via = new int[flows];
        for (int flow = 0; flow < flows; flow++) {
            via[flow] = via(flow, from, to);
        }
        return via;
    }

    /** Packets that arrived in this time by an interface. */
    int arrived(long from, long to, int via) {
        int count = 0;
        int end = Math.min(arrivals.length, from(to));
        // Those under way at the beginning were sent before.
        for (int i = from(from - 1_000_000_000); i < end; i++) {
            count += via(i) == via && time(i) >= from && time(i) < to ? 1 : 0;
        }
        return count;
    }

    private int via(int flow, long from, long to) {
        int first = from(from);
        for (int i = first + Math.floorMod(flow - first, flows); i < arrivals.length && sentAt[i] < to; i += flows) {
            if (arrivals[i] != 0) {
                return via(i);
            }
        }
        return 0;
    }

    private long[] sortedArrivals(int flow) {
        long[] sorted = new long[arrivals.length / flows + 1];
        int count = 0;
        for (int i = flow; i < arrivals.length; i += flows) {
            if (arrivals[i] != 0) {
                sorted[count] = time(i);
                count++;
            }
        }
        sorted = Arrays.copyOf(sorted, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private long time(int number) {
        return arrivals[number] & ~INDEX_MASK;
    }

    private int via(int number) {
        return (int) arrivals[number] & INDEX_MASK;
    }

    /** The first packet that was sent at this time or later. */
    private int from(long time) {
        int found = Arrays.binarySearch(sentAt, time);
        return found < 0 ? -found - 1 : found;
    }

    private static long[] read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            long[] values = new long[in.readInt()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readLong();
            }
            return values;
        }
    }
}

package io.ddm.fsm.table;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map in two levels: chunks of at most {@value Chunk#SIZE} entries, and the list of chunks. Finding costs the
 * logarithm of the size in comparisons, whatever the keys are; a {@link #snapshot} costs one step per chunk, after
 * which each chunk is copied once before it changes. The key of the latest search and the one after it are found at
 * once, since most work on tables goes through them in order.
 *
 * <p>Not thread-safe, but its snapshots may be read on any thread. Keys and values are not null.
 */
public final class OrderedMap<K, V> extends AbstractMap<K, V> {

    /** A chunk with fewer entries is joined with a neighbor that has room. */
    private static final int MIN_CHUNK = Chunk.SIZE / 4;

    private final Comparator<? super K> order;
    private Chunk[] chunks = new Chunk[4];
    private int used;
    private int size;
    private int latestChunk;
    private int latestAt;
    private long era;
    private long version;
    private @Nullable Snapshot<K, V> latest;

    public OrderedMap(Comparator<? super K> order) {
        this.order = order;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        int chunk = chunkOf((K) key);
        int at = chunk < 0 ? -1 : find(chunks[chunk], (K) key);
        return at < 0 ? null : (V) chunks[chunk].values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public V getOrDefault(@Nullable Object key, V otherwise) {
        V value = get(key);
        return value == null ? otherwise : value;
    }

    @Override
    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    public @Nullable V put(K key, V value) {
        int number = used == 0 ? 0 : Math.max(0, chunkOf(key));
        if (used == 0) {
            insertChunk(0, new Chunk(era));
        }
        int at = find(chunks[number], key);
        if (at >= 0) {
            V before = (V) chunks[number].values[at];
            // Equality of values may cost more than a chunk.
            if (before != value) {
                own(number).values[at] = value;
            }
            return before;
        }
        at = -at - 1;
        if (chunks[number].size == Chunk.SIZE) {
            // What comes in order leaves full chunks behind; anything else half full ones.
            int half = number == used - 1 && at == Chunk.SIZE ? Chunk.SIZE : Chunk.SIZE / 2;
            split(number, half);
            if (at > half || half == Chunk.SIZE) {
                number++;
                at -= half;
            }
        }
        Chunk chunk = own(number);
        chunk.open(at);
        chunk.keys[at] = key;
        chunk.values[at] = value;
        size++;
        return null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V remove(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        int number = chunkOf((K) key);
        int at = number < 0 ? -1 : find(chunks[number], (K) key);
        if (at < 0) {
            return null;
        }
        Chunk chunk = own(number);
        V before = (V) chunk.values[at];
        chunk.close(at);
        size--;
        if (chunk.size < MIN_CHUNK) {
            join(number);
        }
        return before;
    }

    @Override
    public void clear() {
        chunks = new Chunk[4];
        used = 0;
        size = 0;
        changed();
    }

    /** The first key after this one, or of all; null if there is none. */
    @SuppressWarnings("unchecked")
    public @Nullable K keyAfter(@Nullable K key) {
        int number = key == null ? -1 : chunkOf(key);
        int at = 0;
        if (number >= 0 && key != null) {
            int found = find(chunks[number], key);
            at = found < 0 ? -found - 1 : found + 1;
        } else {
            number = 0;
        }
        if (number < used && at == chunks[number].size) {
            number++;
            at = 0;
        }
        return number < used ? (K) chunks[number].keys[at] : null;
    }

    /** Grows with each change; putting the value that is there is none. */
    public long version() {
        return version;
    }

    /** The map as it is now, for good; the same object until the map changes. */
    public Snapshot<K, V> snapshot() {
        Snapshot<K, V> snapshot = latest;
        if (snapshot == null) {
            era++;
            Chunk[] all = new Chunk[used];
            System.arraycopy(chunks, 0, all, 0, used);
            snapshot = new Snapshot<>(all, size);
            latest = snapshot;
        }
        return snapshot;
    }

    /** In order. The map must not change meanwhile. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Snapshot<K, V>(chunks, used, size).entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** The last chunk that does not begin after the key; -1 for none. */
    @SuppressWarnings("unchecked")
    private int chunkOf(K key) {
        int near = latestChunk;
        if (near < used && order.compare((K) chunks[near].keys[0], key) <= 0
                && (near + 1 == used || order.compare((K) chunks[near + 1].keys[0], key) > 0)) {
            return near;
        }
        int low = 0;
        int high = used - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (order.compare((K) chunks[middle].keys[0], key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        latestChunk = Math.max(0, high);
        return high;
    }

    /** Where the key is, or -1 less the place where it belongs. */
    @SuppressWarnings("unchecked")
    private int find(Chunk chunk, K key) {
        int low = 0;
        int high = chunk.size - 1;
        int probe = Math.min(latestAt, high);
        while (low <= high) {
            int compared = order.compare((K) chunk.keys[probe], key);
            if (compared == 0) {
                latestAt = probe;
                return probe;
            }
            // The key after the latest one is the next guess.
            boolean isFirst = probe == latestAt;
            if (compared < 0) {
                low = probe + 1;
            } else {
                high = probe - 1;
            }
            probe = isFirst && compared < 0 && low <= high ? low : (low + high) >>> 1;
        }
        latestAt = low;
        return -low - 1;
    }

    /** The chunk, for a change. */
    private Chunk own(int number) {
        changed();
        Chunk chunk = chunks[number];
        if (chunk.era != era) {
            chunk = chunk.copy(era);
            chunks[number] = chunk;
        }
        return chunk;
    }

    private void split(int number, int half) {
        Chunk left = own(number);
        Chunk right = new Chunk(era);
        right.take(left, half, left.size, 0);
        right.size = left.size - half;
        left.cut(half);
        insertChunk(number + 1, right);
    }

    /** A chunk that has become small goes into a neighbor with room, so that there are never many for few entries. */
    private void join(int number) {
        if (chunks[number].size == 0) {
            removeChunk(number);
        } else if (number + 1 < used && chunks[number].size + chunks[number + 1].size <= Chunk.SIZE * 3 / 4) {
            append(own(number), chunks[number + 1]);
            removeChunk(number + 1);
        } else if (number > 0 && chunks[number - 1].size + chunks[number].size <= Chunk.SIZE * 3 / 4) {
            append(own(number - 1), chunks[number]);
            removeChunk(number);
        }
    }

    private void changed() {
        version++;
        latest = null;
    }

    private static void append(Chunk to, Chunk from) {
        to.take(from, 0, from.size, to.size);
        to.size += from.size;
    }

    private void insertChunk(int number, Chunk chunk) {
        if (used == chunks.length) {
            Chunk[] more = new Chunk[used * 2];
            System.arraycopy(chunks, 0, more, 0, used);
            chunks = more;
        }
        System.arraycopy(chunks, number, chunks, number + 1, used - number);
        chunks[number] = chunk;
        used++;
        changed();
    }

    private void removeChunk(int number) {
        used--;
        System.arraycopy(chunks, number + 1, chunks, number, used - number);
        chunks[used] = null;
    }
}

package io.ddm.fsm.table;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An {@link OrderedMap} as it was: never changes, may be read on any thread.
 *
 * @param <K> keys, in the order of the map
 * @param <V> values
 */
public final class Snapshot<K, V> implements Iterable<K> {

    private final Chunk[] chunks;
    private final int used;
    private final int size;

    Snapshot(Chunk[] chunks, int size) {
        this(chunks, chunks.length, size);
    }

    Snapshot(Chunk[] chunks, int used, int size) {
        this.chunks = chunks;
        this.used = used;
        this.size = size;
    }

    /** How many entries it has. */
    public int size() {
        return size;
    }

    /** The keys in order. */
    @Override
    public Iterator<K> iterator() {
        return new Places<>() {
            @Override
            @SuppressWarnings("unchecked")
            K at(Chunk chunk, int place) {
                return (K) chunk.keys[place];
            }
        };
    }

    /** The entries in order. */
    public Iterator<Map.Entry<K, V>> entries() {
        return new Places<>() {
            @Override
            @SuppressWarnings("unchecked")
            Map.Entry<K, V> at(Chunk chunk, int place) {
                return new SimpleImmutableEntry<>((K) chunk.keys[place], (V) chunk.values[place]);
            }
        };
    }

    private abstract class Places<T> implements Iterator<T> {
        private int chunk;
        private int place;

        abstract T at(Chunk in, int at);

        @Override
        public boolean hasNext() {
            return chunk < used;
        }

        @Override
        public T next() {
            if (chunk >= used) {
                throw new NoSuchElementException();
            }
            T next = at(chunks[chunk], place);
            place++;
            if (place == chunks[chunk].size) {
                chunk++;
                place = 0;
            }
            return next;
        }
    }
}

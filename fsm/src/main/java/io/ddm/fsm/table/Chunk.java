package io.ddm.fsm.table;

/** Entries of an {@link OrderedMap} next to each other; shared with a snapshot if it is of an earlier era. */
final class Chunk {

    /** Entries that it has room for. */
    static final int SIZE = 128;

    final long era;
    final Object[] keys = new Object[SIZE];
    final Object[] values = new Object[SIZE];
    int size;

    Chunk(long era) {
        this.era = era;
    }

    Chunk copy(long newEra) {
        Chunk copy = new Chunk(newEra);
        copy.take(this, 0, size, 0);
        copy.size = size;
        return copy;
    }

    void take(Chunk from, int start, int end, int to) {
        System.arraycopy(from.keys, start, keys, to, end - start);
        System.arraycopy(from.values, start, values, to, end - start);
    }

    void open(int at) {
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        size++;
    }

    void close(int at) {
        size--;
        System.arraycopy(keys, at + 1, keys, at, size - at);
        System.arraycopy(values, at + 1, values, at, size - at);
        keys[size] = null;
        values[size] = null;
    }

    void cut(int from) {
        for (int i = from; i < size; i++) {
            keys[i] = null;
            values[i] = null;
        }
        size = from;
    }
}

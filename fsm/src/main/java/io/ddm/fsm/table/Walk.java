package io.ddm.fsm.table;

import io.ddm.fsm.replay.Archive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A walk over keys in order that can be left and taken up again, and that knows what is left of it.
 *
 * @param <K> keys
 */
public final class Walk<K> implements Iterator<K> {

    private final Comparator<? super K> order;
    private Iterable<K> keys;
    private Iterator<K> rest;
    private @Nullable K last;
    private boolean isOver;

    /**
     * @param order of the keys
     * @param keys in this order; never change, such as a {@link Snapshot} or a {@link Union} of several
     */
    public Walk(Comparator<? super K> order, Iterable<K> keys) {
        this.order = order;
        this.keys = keys;
        this.rest = keys.iterator();
    }

    /** Over nothing. */
    public static <K> Walk<K> over(Comparator<? super K> order) {
        return new Walk<>(order, List.of());
    }

    @Override
    public boolean hasNext() {
        // Asked several times per event and session, mostly of a walk that is over.
        if (!isOver && !rest.hasNext()) {
            isOver = true;
            // So that what is behind us need not be kept.
            keys = List.of();
            rest = Collections.emptyIterator();
        }
        return !isOver;
    }

    @Override
    public K next() {
        K next = rest.next();
        last = next;
        return next;
    }

    /**
     * Hands what is left through.
     *
     * @param type of the keys
     * @return the walk to go on with
     */
    public Walk<K> archive(String name, Archive archive, Class<K> type) {
        List<K> restored = new ArrayList<>();
        archive.rows(name, type, left(), restored::add);
        return archive.isRestoring() ? new Walk<>(order, restored) : this;
    }

    /** What is left now; does not change as the walk goes on, and may be read on any thread. */
    public Iterable<K> left() {
        Iterable<K> all = keys;
        K behind = last;
        return behind == null
                ? all
                : () -> StreamSupport.stream(all.spliterator(), false)
                        .dropWhile(key -> order.compare(key, behind) <= 0)
                        .iterator();
    }
}

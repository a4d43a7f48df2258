package io.ddm.fsm.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of several snapshots in one order, each once. Its iterators are cursors: they can be left and taken up again
 * at any time.
 */
public final class Union<K> implements Iterable<K> {

    private final Comparator<? super K> order;
    private final List<? extends Iterable<K>> snapshots;

    /**
     * @param snapshots each in this order
     */
    public Union(Comparator<? super K> order, List<? extends Iterable<K>> snapshots) {
        this.order = order;
        this.snapshots = snapshots;
    }

    @Override
    public Iterator<K> iterator() {
        List<Head> heads = new ArrayList<>();
        snapshots.forEach(snapshot -> heads.add(new Head(snapshot.iterator())));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                for (Head head : heads) {
                    if (head.key != null) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public K next() {
                K least = null;
                for (Head head : heads) {
                    if (head.key != null && (least == null || order.compare(head.key, least) < 0)) {
                        least = head.key;
                    }
                }
                if (least == null) {
                    throw new NoSuchElementException();
                }
                for (Head head : heads) {
                    if (head.key != null && order.compare(head.key, least) == 0) {
                        head.advance();
                    }
                }
                return least;
            }
        };
    }

    private final class Head {
        final Iterator<K> rest;
        @Nullable
        K key;

        Head(Iterator<K> rest) {
            this.rest = rest;
            advance();
        }

        void advance() {
            key = rest.hasNext() ? rest.next() : null;
        }
    }
}

package io.ddm.fsm.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderedMapTest {

    @Property(tries = 200)
    void behavesLikeTreeMapWithImmutableSnapshots(@ForAll long seed) {
        Random random = new Random(seed);
        int keys = random.nextBoolean() ? 50 : 3000;
        OrderedMap<Integer, Integer> map = new OrderedMap<>(Comparator.naturalOrder());
        TreeMap<Integer, Integer> model = new TreeMap<>();
        Snapshot<Integer, Integer> snapshot = map.snapshot();
        List<Map.Entry<Integer, Integer>> then = List.of();
        int next = 0;
        for (int i = 0; i < 3000; i++) {
            int key = random.nextInt(4) == 0 ? next++ % keys : random.nextInt(keys);
            // Grows for a while, then shrinks.
            if (random.nextInt(10) < (i < 1500 ? 8 : 2)) {
                assertThat(map.put(key, i)).isEqualTo(model.put(key, i));
            } else {
                assertThat(map.remove(key)).isEqualTo(model.remove(key));
            }
            assertThat(map.size()).isEqualTo(model.size());
            assertThat(map.get(key)).isEqualTo(model.get(key));
            assertThat(map.keyAfter(key)).isEqualTo(model.higherKey(key));
            if (i % 500 == 250) {
                assertThat(entries(snapshot)).isEqualTo(then);
                snapshot = map.snapshot();
                then = new ArrayList<>(new TreeMap<>(model).entrySet());
            }
        }
        assertThat(entries(snapshot)).isEqualTo(then);
        assertThat(map).isEqualTo(model);
        assertThat(map.keyAfter(null)).isEqualTo(model.isEmpty() ? null : model.firstKey());
    }

    @Test
    void unionHasEveryKeyOnceInOrder() {
        OrderedMap<Integer, String> even = new OrderedMap<>(Comparator.naturalOrder());
        OrderedMap<Integer, String> third = new OrderedMap<>(Comparator.naturalOrder());
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            if (i % 2 == 0) {
                even.put(i, "");
            }
            if (i % 3 == 0) {
                third.put(i, "");
            }
            if (i % 2 == 0 || i % 3 == 0) {
                expected.add(i);
            }
        }
        assertThat(new Union<Integer>(Comparator.naturalOrder(), List.of(even.snapshot(), third.snapshot())))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void lookUpIsLogarithmicForAnyKeys() {
        AtomicLong comparisons = new AtomicLong();
        OrderedMap<Integer, Integer> map = new OrderedMap<>((a, b) -> {
            comparisons.incrementAndGet();
            return Integer.compare(a, b);
        });
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            keys.add(i);
        }
        Collections.shuffle(keys, new Random(1));
        keys.forEach(key -> map.put(key, key));
        assertThat(comparisons.get() / 100_000).isLessThan(25);
        comparisons.set(0);
        keys.forEach(map::remove);
        assertThat(comparisons.get() / 100_000).isLessThan(25);
        assertThat(map).isEmpty();
    }

    @Test
    void keysInOrderCostFewComparisons() {
        AtomicLong comparisons = new AtomicLong();
        OrderedMap<Integer, Integer> map = new OrderedMap<>((a, b) -> {
            comparisons.incrementAndGet();
            return Integer.compare(a, b);
        });
        for (int i = 0; i < 100_000; i++) {
            map.put(2 * i, i);
        }
        assertThat(comparisons.get() / 100_000).as("of new keys at the end").isLessThan(4);
        comparisons.set(0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(map.get(2 * i)).isEqualTo(i);
            map.put(2 * i, -i);
        }
        assertThat(comparisons.get() / 200_000).as("of keys that are there").isLessThan(5);
    }

    private static <K, V> List<Map.Entry<K, V>> entries(Snapshot<K, V> snapshot) {
        List<Map.Entry<K, V>> entries = new ArrayList<>();
        snapshot.entries().forEachRemaining(entries::add);
        assertThat(snapshot.size()).isEqualTo(entries.size());
        return entries;
    }
}

package io.ddm.fsm.replay;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The state of a router on its way out or in. A class hands each field to a method and keeps what that returns: when
 * state is taken down, what was handed over; when it is restored, what was taken down at the same place. So the order
 * of calls must depend on nothing but what was handed over before.
 *
 * <p>Values and tables must be immutable: they may be written later, on another thread.
 *
 * <p>What has no influence on any effect is left out, such as the history of a link.
 */
public interface Archive {

    /** Whether state comes in. */
    boolean isRestoring();

    /** The same for a part of the whole. */
    Archive in(String part);

    /**
     * A value.
     *
     * @param now the value as it is, to be taken down
     * @return the value to keep
     */
    <T> T value(String name, Class<T> type, T now);

    /** A value that may be missing. */
    <T> Optional<T> optional(String name, Class<T> type, Optional<T> now);

    /**
     * Several values of one type.
     *
     * @param now the values as they are; iterated later, perhaps on another thread
     * @param add receives each value in order when state is restored
     */
    <R> void rows(String name, Class<R> type, Iterable<R> now, Consumer<R> add);

    /**
     * Several parts, each of several values.
     *
     * @param now the parts as they are
     * @param part hands one through and returns the one to keep; there is none yet when state is restored
     * @param add receives each part in order when state is restored
     */
    default <P> void parts(String name, Collection<P> now, BiFunction<Archive, Optional<P>, P> part,
            Consumer<P> add) {
        List<P> known = List.copyOf(now);
        int size = number(name, known.size());
        for (int i = 0; i < size; i++) {
            P kept = part.apply(in(name + "." + i),
                    isRestoring() ? Optional.empty() : Optional.of(known.get(i)));
            if (isRestoring()) {
                add.accept(kept);
            }
        }
    }

    /** A number. */
    default long number(String name, long now) {
        return value(name, Long.class, now);
    }

    /** A number. */
    default int number(String name, int now) {
        return Math.toIntExact(number(name, (long) now));
    }

    /** A truth. */
    default boolean flag(String name, boolean now) {
        return value(name, Boolean.class, now);
    }

    /** A moment. */
    default Instant instant(String name, Instant now) {
        return value(name, Instant.class, now);
    }

    /** A constant. */
    default <E extends Enum<E>> E constant(String name, Class<E> type, E now) {
        return Enum.valueOf(type, value(name, String.class, now.name()));
    }
}

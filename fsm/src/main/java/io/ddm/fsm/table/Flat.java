package io.ddm.fsm.table;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Several values for each of many, one after the other.
 *
 * @param <S> of which each has several
 * @param <T> the values
 */
public final class Flat<S, T> implements Iterator<T> {

    private final Iterator<S> many;
    private final Function<S, List<T>> values;
    private Iterator<T> here = List.<T>of().iterator();

    private Flat(Iterator<S> many, Function<S, List<T>> values) {
        this.many = many;
        this.values = values;
    }

    /** All values; made as they are iterated. */
    public static <S, T> Iterable<T> of(Supplier<Iterator<S>> many, Function<S, List<T>> values) {
        return () -> new Flat<>(many.get(), values);
    }

    @Override
    public boolean hasNext() {
        while (!here.hasNext() && many.hasNext()) {
            here = values.apply(many.next()).iterator();
        }
        return here.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return here.next();
    }
}

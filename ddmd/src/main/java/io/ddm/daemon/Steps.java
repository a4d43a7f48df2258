package io.ddm.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start has opened so far, step by step. Closing it closes all of that in reverse, so neither a start that fails
 * at any step nor a stop leaves anything open. One thread at a time.
 */
final class Steps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** Opens what a step is for; a step that fails leaves nothing open itself. */
    interface Opening<T> {
        /** Opens it; the message of an exception is for operators. */
        T open() throws IOException;
    }

    /** Sees each step before it begins. A test fails one by throwing an exception. */
    interface Observer {
        /** A step begins. */
        void begins(String step) throws IOException;
    }

    private record Opened(String step, Runnable close) {}

    private final Observer observer;
    private final Deque<Opened> opened = new ArrayDeque<>();

    Steps(Observer observer) {
        this.observer = observer;
    }

    /** The steps of a part that can also be closed alone. */
    Steps part(String name) {
        Steps part = new Steps(observer);
        opened.push(new Opened(name, part::close));
        return part;
    }

    /**
     * Takes a step.
     *
     * @param close undoes it; must not block for longer than its share of a stop
     * @throws IOException if it fails; the steps before it stay open
     */
    <T> T open(String step, Opening<T> opening, Consumer<? super T> close) throws IOException {
        observer.begins(step);
        T part = opening.open();
        opened.push(new Opened(step, () -> close.accept(part)));
        return part;
    }

    /** Undoes what was opened, the latest first. Harmless when that has been done. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            Opened last = opened.pop();
            try {
                last.close.run();
            } catch (RuntimeException e) {
                LOG.error("closing {} failed", last.step, e);
            }
        }
    }
}

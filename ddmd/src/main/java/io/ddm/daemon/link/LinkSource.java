package io.ddm.daemon.link;

/**
 * The interfaces of the machine that this router runs on, as far as the operating system knows them. It reports to a
 * {@link LinkListener} that it gets when it is opened: first all that can be used, then every change, in order and on
 * one thread of its own.
 */
public interface LinkSource extends AutoCloseable {

    /** Ends the reports; waits at most 100 ms for one that is under way. May be called again. */
    @Override
    void close();
}

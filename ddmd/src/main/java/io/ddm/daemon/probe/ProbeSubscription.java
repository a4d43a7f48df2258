package io.ddm.daemon.probe;

/** A consumer follows probes until this is closed. */
public interface ProbeSubscription extends AutoCloseable {

    @Override
    void close();
}

package io.ddm.daemon.probe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who follows probes live, mostly none, which costs nothing then. Thread-safe. */
final class ProbeSubscribers {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.probes");

    /** Not a record: a consumer may be added twice, and is removed once then. */
    private static final class Subscriber {
        final Consumer<ProbeRecord> consumer;
        volatile boolean failed;

        Subscriber(Consumer<ProbeRecord> consumer) {
            this.consumer = consumer;
        }
    }

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    ProbeSubscription add(Consumer<ProbeRecord> consumer) {
        Subscriber added = new Subscriber(consumer);
        subscribers.add(added);
        return () -> subscribers.remove(added);
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    void accept(ProbeRecord record) {
        boolean anyFailed = false;
        for (Subscriber subscriber : subscribers) {
            try {
                subscriber.consumer.accept(record);
            } catch (RuntimeException e) {
                LOG.error("a reader of probes failed, it gets no more of them", e);
                subscriber.failed = true;
                anyFailed = true;
            }
        }
        if (anyFailed) {
            subscribers.removeIf(subscriber -> subscriber.failed);
        }
    }
}

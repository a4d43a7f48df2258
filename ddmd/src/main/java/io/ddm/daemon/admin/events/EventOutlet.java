package io.ddm.daemon.admin.events;

import io.ddm.daemon.http.AdminLoop;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The way of messages to all readers: in order, bounded, and without waiting. The readers live on the admin loop; only
 * {@link #accept} is for the loop of the source.
 */
final class EventOutlet implements Consumer<StreamMessage> {

    /** Upper bound on the messages that the admin loop has not worked on; beyond it all readers get a new snapshot. */
    static final int MAX_IN_FLIGHT = 1024;

    private final AdminLoop loop;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicBoolean isResyncing = new AtomicBoolean();
    private final Set<EventReader> readers = new LinkedHashSet<>();

    EventOutlet(AdminLoop loop) {
        this.loop = loop;
    }

    void add(EventReader reader) {
        readers.add(reader);
    }

    void remove(EventReader reader) {
        readers.remove(reader);
    }

    boolean contains(EventReader reader) {
        return readers.contains(reader);
    }

    int size() {
        return readers.size();
    }

    /** A copy, since what is done with one reader may remove it. */
    List<EventReader> readers() {
        return List.copyOf(readers);
    }

    /**
     * Hands a message over to the admin loop. When too many are on their way it is lost, and every reader asks for a
     * snapshot; that is taken later than the loss, since the request for it is on its way too.
     */
    @Override
    public void accept(StreamMessage message) {
        if (inFlight.get() < MAX_IN_FLIGHT) {
            inFlight.incrementAndGet();
            loop.run(() -> {
                inFlight.decrementAndGet();
                publish(message);
            });
        } else if (isResyncing.compareAndSet(false, true)) {
            loop.run(() -> {
                isResyncing.set(false);
                readers().forEach(EventReader::fallBehind);
            });
        }
    }

    /** Rendered once for all. */
    private void publish(StreamMessage message) {
        if (!readers.isEmpty()) {
            Buffer frame = message.frame();
            readers().forEach(reader -> reader.offer(frame));
        }
    }
}

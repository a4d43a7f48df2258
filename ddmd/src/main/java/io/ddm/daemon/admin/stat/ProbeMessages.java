package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.events.EventFrame;
import io.ddm.api.admin.stat.ProbeJson;
import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.admin.events.EventStream;
import io.ddm.daemon.admin.events.StreamMessage;
import io.ddm.daemon.admin.events.StreamRefusedException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** The probes as a stream: numbers them, and begins and ends the subscription to the {@link ProbeFeed}. */
final class ProbeMessages implements EventStream.Source {

    private final RouterCalls router;
    private final ProbeFeed feed;
    private int readers;
    private long newest;

    /** The state is the router loop's; only the three methods of the stream are called on the admin loop. */
    ProbeMessages(RouterCalls router, ProbeFeed feed) {
        this.router = router;
        this.feed = feed;
    }

    @Override
    public Future<Buffer> subscribe(Consumer<StreamMessage> messages) {
        return router.ask(() -> begin(messages));
    }

    @Override
    public Future<Buffer> resync() {
        return router.ask(() -> frame(newest, new ProbeMessage.Begin(feed.nowMs(), true)));
    }

    @Override
    public void unsubscribe() {
        router.ask(() -> {
            readers--;
            if (readers == 0) {
                feed.unsubscribe();
            }
            return readers;
        });
    }

    private Buffer begin(Consumer<StreamMessage> messages) {
        if (!feed.isProbing()) {
            throw new StreamRefusedException("probing is off: the failure detection time is 0");
        }
        if (readers == 0) {
            feed.subscribe(result -> {
                newest++;
                long number = newest;
                messages.accept(() -> frame(number, result));
            });
        }
        readers++;
        return frame(newest, new ProbeMessage.Begin(feed.nowMs(), false));
    }

    private static Buffer frame(long number, ProbeMessage message) {
        return Buffer.buffer(EventFrame.of(message.kind(), number, ProbeJson.of(message)));
    }
}

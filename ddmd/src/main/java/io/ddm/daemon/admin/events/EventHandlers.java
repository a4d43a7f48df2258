package io.ddm.daemon.admin.events;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.http.AdminResources;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What happens: {@code /events}, the messages of the {@link EventFeed} as a stream. */
public final class EventHandlers implements Handlers {

    private final EventStream stream;

    /**
     * @param access what stands before the TCP port: a reader whose credential has expired is disconnected
     */
    public EventHandlers(AdminResources resources, RouterCalls router, EventFeed feed, AdminAccess access) {
        this.stream = new EventStream(resources, access, AdminApi.EVENTS, new Subscription(router, feed));
    }

    /** The same with another heartbeat, for tests. */
    public EventHandlers(AdminResources resources, RouterCalls router, EventFeed feed, AdminAccess access,
            Duration heartbeat) {
        this.stream = new EventStream(resources, access, heartbeat, AdminApi.EVENTS, new Subscription(router, feed));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.EVENTS, ApiVersion.V3_1_0, stream::open),
                Route.readAlways(AdminApi.UI_EVENTS, stream::open));
    }

    /** The feed lives on the router's event loop. */
    private record Subscription(RouterCalls router, EventFeed feed) implements EventStream.Source {

        @Override
        public Future<Buffer> subscribe(Consumer<StreamMessage> messages) {
            return router.ask(() -> feed.subscribe(messages)).map(NumberedEvent::frame);
        }

        @Override
        public Future<Buffer> resync() {
            return router.ask(feed::resync).map(NumberedEvent::frame);
        }

        @Override
        public void unsubscribe() {
            router.ask(feed::unsubscribe);
        }
    }
}

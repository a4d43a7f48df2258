package io.ddm.daemon.admin.events;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.status.History;
import io.ddm.api.admin.status.HistoryEntry;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Replies;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.http.HttpCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has happened: {@code GET /history}, the latest events of the {@link EventFeed}. */
public final class HistoryHandlers implements Handlers {

    private final RouterCalls router;
    private final EventFeed feed;

    public HistoryHandlers(RouterCalls router, EventFeed feed) {
        this.router = router;
        this.feed = feed;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.HISTORY, ApiVersion.V3_1_0, this::answer));
    }

    private void answer(HttpCall call) {
        long after;
        try {
            after = after(call.request().getParam(AdminApi.AFTER_PARAMETER));
        } catch (IllegalArgumentException e) {
            call.error(400, String.valueOf(e.getMessage()));
            return;
        }
        router.ask(() -> feed.history(after))
                .onSuccess(events -> call.ok(new History(events.newest(), events.list()
                        .stream()
                        .map(event -> HistoryEntry.of(event.id(), event.event()))
                        .flatMap(Optional::stream)
                        .toList()).toJson()))
                .onFailure(e -> Replies.failed(call, 503, e));
    }

    private static long after(@Nullable String parameter) {
        if (parameter == null) {
            return 0;
        }
        if (!parameter.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("bad query parameter '" + AdminApi.AFTER_PARAMETER
                    + "': expected the number of an event, got '" + parameter + "'");
        }
        return Long.parseLong(parameter);
    }
}

package io.ddm.daemon.admin.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.admin.AdminApi;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.admin.events.EventFeed;
import io.ddm.daemon.admin.status.StatusView;
import io.ddm.daemon.admin.status.WhyView;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.LargeReplies;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.model.Prefix;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The status page and its files. Nothing here changes anything. */
public final class UiHandlers implements Handlers {

    private static final String HTML = "text/html; charset=utf-8";

    private record Moment(StatusView status, EventFeed.Latest events) {}

    private final RouterCalls router;
    private final Supplier<StatusView> view;
    private final EventFeed feed;
    private final Supplier<DataplaneStatus> dataplane;
    private final String version;
    private final Instant started;
    private final LargeReplies replies;
    private final SingleFlightResponse<UiView> page;

    /**
     * @param view the router now; called on its event loop
     * @param dataplane the forwarding plane now
     * @param version of this process
     * @param started when this process started
     */
    public UiHandlers(AdminResources resources, RouterCalls router, Supplier<StatusView> view, EventFeed feed,
            Supplier<DataplaneStatus> dataplane, String version, Instant started) {
        this.router = router;
        this.view = view;
        this.feed = feed;
        this.dataplane = dataplane;
        this.version = version;
        this.started = started;
        this.replies = resources.largeReplies();
        this.page = replies.reply(this::view, shown -> html(200, StatusPage.of(shown, PrefixFilter.ALL)));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.readAlways(AdminApi.UI, this::answer), file("live.js", "text/javascript"),
                // The same for every router, and needed before a login.
                file("style.css", "text/css").withoutCredential(),
                file("icon.svg", "image/svg+xml").withoutCredential());
    }

    private Route file(String name, String type) {
        SingleFlightResponse<String> file = replies.reply(() -> Future.succeededFuture(name),
                shown -> new Rendered(200, Buffer.buffer(UiFiles.read(shown)), type + "; charset=utf-8"));
        return Route.readAlways(AdminApi.UI + "/" + name, call -> {
            UiHeaders.set(call);
            file.to(call);
        });
    }

    /** A page without a query is rendered once for all who ask at one time. */
    private void answer(HttpCall call) {
        UiHeaders.set(call);
        String why = call.request().getParam("why");
        PrefixFilter filter = PrefixFilter.of(call.request().getParam(AdminApi.PREFIX_PARAMETER));
        if (why != null) {
            answerWhy(call, why);
        } else if (filter.isAll()) {
            page.to(call);
        } else {
            replies.reply(this::view, shown -> html(200, StatusPage.of(shown, filter))).to(call);
        }
    }

    private void answerWhy(HttpCall call, String asked) {
        Prefix destination;
        try {
            destination = WhyView.asked(asked.strip());
        } catch (IllegalArgumentException e) {
            call.answer(400, WhyPage.bad(asked, String.valueOf(e.getMessage())).toString().getBytes(UTF_8), HTML);
            return;
        }
        replies.reply(() -> explain(destination), shown -> html(200, shown)).to(call);
    }

    /** The page is rendered at once: it is as small as the table of one destination. */
    private Future<Html> explain(Prefix destination) {
        return router.ask(view)
                .compose(now -> router.explain(destination)
                        .map(explanation -> WhyPage.of(now.router().id().value(), now.at(),
                                new WhyView(explanation, dataplane.get()).why(destination))));
    }

    /** The parts are those of one moment, but for what peers offer, which may be a little newer. */
    private Future<UiView> view() {
        return router.ask(() -> new Moment(view.get(), feed.history(0)))
                .compose(now -> router.forwarding().map(forwarding -> shown(now.status, now.events, forwarding)));
    }

    private UiView shown(StatusView now, EventFeed.Latest events, ForwardingReport forwarding) {
        return new UiView(now.report(version, Duration.between(started, now.at())), now.ready().gates(), events.list(),
                forwarding);
    }

    private static Rendered html(int status, Html page) {
        return new Rendered(status, Buffer.buffer(page.toString()), HTML);
    }
}

package io.ddm.daemon.admin.events;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.events.EventFrame;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.Role;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Listener;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of events: who may read it, how many at a time, and for how long. Lives on the admin loop. */
public final class EventHandlers implements Handlers {

    /** Upper bound on the readers at one time. */
    static final int MAX_READERS = 32;

    /** How many of these only clients of the unix socket may be. */
    static final int RESERVED_READERS = 8;

    /** Less than the idle timeout of a connection. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

    private static final String LISTENER = "admin";

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    /** The stream's type and the ranges that include it. */
    private static final Set<String> TYPES = Set.of(EventFrame.CONTENT_TYPE, "text/*", "*/*");

    /** Excludes the type that it stands behind. */
    private static final Pattern ZERO_WEIGHT = Pattern.compile("q=0(?:\\.0*)?");

    private final AdminResources resources;
    private final RouterCalls router;
    private final EventFeed feed;
    private final EventOutlet outlet;
    private final AdminAccess access;
    private final Duration heartbeat;
    private long timer = -1;

    /**
     * @param access what stands before the TCP port: a reader whose credential has expired is disconnected
     */
    public EventHandlers(AdminResources resources, RouterCalls router, EventFeed feed, AdminAccess access) {
        this(resources, router, feed, access, HEARTBEAT_INTERVAL);
    }

    /** The same with another heartbeat, for tests. */
    public EventHandlers(AdminResources resources, RouterCalls router, EventFeed feed, AdminAccess access,
            Duration heartbeat) {
        this.resources = resources;
        this.router = router;
        this.feed = feed;
        this.outlet = new EventOutlet(resources.loop());
        this.access = access;
        this.heartbeat = heartbeat;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.EVENTS, ApiVersion.V3_1_0, this::open));
    }

    private void open(HttpCall call) {
        HttpServerRequest request = call.request();
        if (!accepts(request.headers().getAll("accept"))) {
            call.error(406, "the Accept header excludes " + EventFrame.CONTENT_TYPE + ", the only type of "
                    + AdminApi.EVENTS);
            return;
        }
        int most = Listener.isUnixSocket(request) ? MAX_READERS : MAX_READERS - RESERVED_READERS;
        if (outlet.size() >= most) {
            resources.refusals().refused(LISTENER, "too many event readers", Listener.source(request));
            call.unavailable("too many readers of " + AdminApi.EVENTS + ": at most " + most
                    + " at a time; close one, or use the unix socket");
            return;
        }
        EventReader reader = new EventReader(call, resources.replies(), this::behind, this::resync);
        add(reader);
        call.finished().onComplete(finished -> remove(reader));
        router.ask(() -> feed.subscribe(outlet)).onSuccess(snapshot -> {
            if (!reader.begin(snapshot.frame())) {
                call.unavailable("the replies to other clients take all memory for replies;"
                        + " retry in a moment, or use the unix socket");
            }
        }).onFailure(e -> {
            LOG.error("a snapshot for {} failed", AdminApi.EVENTS, e);
            call.error(500, "Internal Server Error");
        });
    }

    private void add(EventReader reader) {
        outlet.add(reader);
        if (timer < 0) {
            timer = resources.loop().vertx().setPeriodic(heartbeat.toMillis(), beat -> beat());
        }
    }

    private void remove(EventReader reader) {
        reader.close();
        if (outlet.remove(reader)) {
            router.ask(feed::unsubscribe);
        }
        if (outlet.size() == 0 && timer >= 0) {
            resources.loop().vertx().cancelTimer(timer);
            timer = -1;
        }
    }

    private void behind(EventReader reader) {
        resources.refusals().refused(LISTENER, "slow event reader", Listener.source(reader.call().request()));
    }

    private void resync(EventReader reader) {
        router.ask(feed::resync)
                .onSuccess(snapshot -> reader.resume(snapshot.frame()))
                .onFailure(e -> reader.end("no snapshot: " + e.getClass().getSimpleName()));
    }

    private void beat() {
        for (EventReader reader : outlet.readers()) {
            HttpServerRequest request = reader.call().request();
            if (Listener.isUnixSocket(request) || access.permits(request, Role.READ_ONLY)) {
                reader.beat();
            } else {
                reader.end("the credential of this request is not valid any more");
            }
        }
    }

    private static boolean accepts(List<String> headers) {
        String accepted = String.join(",", headers).toLowerCase(Locale.ROOT);
        return accepted.isBlank() || Arrays.stream(accepted.split(",", -1)).anyMatch(EventHandlers::includesStream);
    }

    private static boolean includesStream(String range) {
        List<String> parts = Arrays.stream(range.split(";", -1)).map(String::strip).toList();
        return TYPES.contains(parts.getFirst())
                && parts.stream().skip(1).noneMatch(weight -> ZERO_WEIGHT.matcher(weight).matches());
    }
}

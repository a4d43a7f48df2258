package io.ddm.daemon.admin.events;

import io.ddm.api.admin.events.EventFrame;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.Role;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Listener;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of server-sent events: who may read it, how many at a time, and for how long. Lives on the admin loop.
 */
public final class EventStream {

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
    private final AdminAccess access;
    private final Duration heartbeat;
    private final String path;
    private final Source source;
    private final EventOutlet outlet;
    private final Set<EventReader> subscribed = new HashSet<>();
    private long timer = -1;

    /** What is streamed. Called on the admin loop, where its futures complete. */
    public interface Source {

        /**
         * Adds a reader.
         *
         * @param messages takes every message after the one that is returned, without waiting; the same for each reader
         * @return the first message; fails with {@link StreamRefusedException} if there is nothing to stream
         */
        Future<Buffer> subscribe(Consumer<StreamMessage> messages);

        /** A message in place of those that a reader has missed. */
        Future<Buffer> resync();

        /** Removes a reader; once for each that was added. */
        void unsubscribe();
    }

    /**
     * @param access what stands before the TCP port: a reader whose credential has expired is disconnected
     * @param path at which it is served, for messages
     */
    public EventStream(AdminResources resources, AdminAccess access, String path, Source source) {
        this(resources, access, HEARTBEAT_INTERVAL, path, source);
    }

    /** The same with another heartbeat, for tests. */
    EventStream(AdminResources resources, AdminAccess access, Duration heartbeat, String path, Source source) {
        this.resources = resources;
        this.access = access;
        this.heartbeat = heartbeat;
        this.path = path;
        this.source = source;
        this.outlet = new EventOutlet(resources.loop());
    }

    /** Answers a call with the stream, or says why it cannot. */
    public void open(HttpCall call) {
        HttpServerRequest request = call.request();
        if (!accepts(request.headers().getAll("accept"))) {
            call.error(406, "the Accept header excludes " + EventFrame.CONTENT_TYPE + ", the only type of "
                    + path);
            return;
        }
        int most = Listener.isUnixSocket(request) ? MAX_READERS : MAX_READERS - RESERVED_READERS;
        if (outlet.size() >= most) {
            resources.refusals().refused(LISTENER, "too many event readers", Listener.source(request));
            call.unavailable("too many readers of " + path + ": at most " + most
                    + " at a time; close one, or use the unix socket");
            return;
        }
        EventReader reader = new EventReader(call, resources.replies(), this::behind, this::resync);
        add(reader);
        call.finished().onComplete(finished -> remove(reader));
        source.subscribe(outlet).onSuccess(first -> begin(reader, first)).onFailure(e -> {
            if (e instanceof StreamRefusedException) {
                call.error(409, String.valueOf(e.getMessage()));
            } else {
                LOG.error("{} cannot begin", path, e);
                call.error(500, "Internal Server Error");
            }
        });
    }

    private void begin(EventReader reader, Buffer first) {
        if (!outlet.contains(reader)) {
            // It has disconnected meanwhile.
            source.unsubscribe();
            return;
        }
        subscribed.add(reader);
        if (!reader.begin(first)) {
            reader.call()
                    .unavailable("the replies to other clients take all memory for replies;"
                            + " retry in a moment, or use the unix socket");
        }
    }

    private void add(EventReader reader) {
        outlet.add(reader);
        if (timer < 0) {
            timer = resources.loop().vertx().setPeriodic(heartbeat.toMillis(), beat -> beat());
        }
    }

    private void remove(EventReader reader) {
        reader.close();
        outlet.remove(reader);
        if (subscribed.remove(reader)) {
            source.unsubscribe();
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
        source.resync()
                .onSuccess(reader::resume)
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
        return accepted.isBlank() || Arrays.stream(accepted.split(",", -1)).anyMatch(EventStream::includesStream);
    }

    private static boolean includesStream(String range) {
        List<String> parts = Arrays.stream(range.split(";", -1)).map(String::strip).toList();
        return TYPES.contains(parts.getFirst())
                && parts.stream().skip(1).noneMatch(weight -> ZERO_WEIGHT.matcher(weight).matches());
    }
}

package io.ddm.daemon.admin.recording;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.access.Role;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.core.KeptRecording;
import io.ddm.daemon.core.Recorder;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Listener;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recording: {@code /recording} returns what the router handled last. */
public final class RecordingHandlers implements Handlers {

    /** The type of a body with one JSON value a line. */
    public static final String CONTENT_TYPE = "application/jsonl";

    /** Requests that are answered at a time. */
    static final int MAX_READERS = 3;

    /** How many of these only clients of the unix socket may be. */
    static final int RESERVED_READERS = 1;

    /** A recording is expanded and written in pieces of this many bytes, so that a slow reader costs no more. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final AdminResources resources;
    private final Recorder recorder;
    private final WorkerExecutor expanding;
    private int readers;

    public RecordingHandlers(AdminResources resources, Recorder recorder) {
        this.resources = resources;
        this.recorder = recorder;
        this.expanding = resources.loop().vertx().createSharedWorkerExecutor("render", 1);
    }

    /** A recording has everything that neighbors sent, so it takes more than to look at the router. */
    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, AdminApi.RECORDING, Optional.of(ApiVersion.V3_1_0),
                Optional.of(Role.READ_WRITE), false, false, (call, version) -> get(call)));
    }

    private void get(HttpCall call) {
        int most = Listener.isUnixSocket(call.request()) ? MAX_READERS : MAX_READERS - RESERVED_READERS;
        if (readers >= most) {
            call.unavailable("too many readers of " + AdminApi.RECORDING + ": at most " + most
                    + " at a time; retry in a moment, or use the unix socket");
            return;
        }
        readers++;
        call.finished().onComplete(finished -> readers--);
        Future.fromCompletionStage(recorder.kept())
                .onSuccess(kept -> resources.loop().run(() -> send(call, kept)))
                .onFailure(e -> resources.loop().run(() -> {
                    if (!call.request().response().headWritten()) {
                        call.unavailable("the recorder has ended");
                    }
                }));
    }

    private void send(HttpCall call, KeptRecording kept) {
        // The request may have been answered meanwhile, since it took too long.
        if (!call.request().response().closed() && !call.request().response().headWritten()) {
            next(call, call.stream(CONTENT_TYPE), kept.open());
        }
    }

    private void next(HttpCall call, HttpServerResponse response, InputStream lines) {
        expanding.executeBlocking(() -> lines.readNBytes(PIECE_BYTES), AdminResources.UNORDERED)
                .compose(piece -> piece.length == 0
                        ? response.end().map(true)
                        : response.write(Buffer.buffer(piece)).map(false))
                .onSuccess(isEnd -> {
                    if (!isEnd && !response.closed()) {
                        next(call, response, lines);
                    }
                })
                .onFailure(e -> {
                    if (!response.closed()) {
                        LOG.error("{} failed", AdminApi.RECORDING, e);
                        call.drop();
                    }
                });
    }
}

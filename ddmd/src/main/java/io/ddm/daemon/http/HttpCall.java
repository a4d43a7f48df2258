package io.ddm.daemon.http;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/**
 * One request, its body read, and the ways to answer it. Answering twice, or after the connection was lost, does
 * nothing.
 *
 * @param request the request
 * @param parameter the variable element of the path, or empty
 * @param body the whole body
 * @param finished completes when the whole answer has been sent, or the connection is lost
 */
public record HttpCall(HttpServerRequest request, String parameter, RequestBody body, Future<Void> finished) {

    /** A longer body is written in pieces of this many bytes, so that a slow reader costs no more. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** 200 with a JSON body. */
    public void ok(byte[] json) {
        ok(json, AdminApi.JSON);
    }

    /** 200 with a JSON body that several calls may share. */
    public void ok(Buffer json) {
        answer(200, json, AdminApi.JSON);
    }

    /**
     * Any status, with a body that several calls may share.
     *
     * @return completes when the kernel has the whole, or the connection is lost
     */
    public Future<Void> answer(int status, Buffer content, String contentType) {
        return send(request.response().putHeader("content-type", contentType), status, content);
    }

    /** 200 with a body of another type. */
    public void ok(byte[] content, String contentType) {
        answer(200, content, contentType);
    }

    /** Any status, with a body that is not an error. */
    public void answer(int status, byte[] content, String contentType) {
        send(request.response().putHeader("content-type", contentType), status, Buffer.buffer(content));
    }

    /**
     * Begins a 200 whose body has no end that is known: what is written to the response is sent at once. The call has
     * to be open still.
     */
    public HttpServerResponse stream(String contentType) {
        return head(request.response()
                .setStatusCode(200)
                .setChunked(true)
                .putHeader("content-type", contentType)
                .putHeader("cache-control", "no-store"), -1);
    }

    /** 204. */
    public void noContent() {
        bare(204);
    }

    /** 304. */
    public void notModified() {
        bare(304);
    }

    private void bare(int status) {
        if (isOpen()) {
            head(request.response().setStatusCode(status), -1).end();
        }
    }

    /** 303 to a page on this server, to be read with GET. */
    public static void redirect(HttpServerRequest request, String path) {
        if (isOpen(request.response())) {
            head(request.response().setStatusCode(303).putHeader("location", path), 0).end();
        }
    }

    /** An error as the reference lays it out. */
    public void error(int status, String message) {
        error(request, status, message);
    }

    /** 503 for a moment. */
    public void unavailable(String message) {
        unavailable(request, message);
    }

    /** Closes the connection without an answer. */
    public void drop() {
        request.connection().close();
    }

    /** An error answer to a request whose body does not matter. */
    public static void error(HttpServerRequest request, int status, String message) {
        HttpServerResponse response = request.response();
        String id = UUID.randomUUID().toString();
        ApiError error = status == 500 ? ApiError.internal(id) : ApiError.of(id, message);
        response.putHeader("content-type", AdminApi.JSON).putHeader(ApiError.REQUEST_ID_HEADER, id);
        new HttpCall(request, "", new RequestBody(), Future.succeededFuture()).send(response, status,
                Buffer.buffer(error.toJson()));
    }

    /** 503 to a request that may succeed in a moment. */
    public static void unavailable(HttpServerRequest request, String message) {
        if (!request.response().headWritten()) {
            request.response().putHeader("retry-after", "1");
            error(request, 503, message);
        }
    }

    private Future<Void> send(HttpServerResponse response, int status, Buffer content) {
        if (!isOpen()) {
            return Future.succeededFuture();
        }
        head(response.setStatusCode(status), content.length());
        if (request.method().equals(HttpMethod.HEAD)) {
            return response.end(content);
        }
        Promise<Void> sent = Promise.promise();
        sendFrom(response, content, 0, sent);
        return sent.future();
    }

    private static void sendFrom(HttpServerResponse response, Buffer content, int start, Promise<Void> sent) {
        int at = start;
        // A loop, since writes may complete at once: a long body would be a deep recursion.
        while (at + PIECE_BYTES < content.length()) {
            int next = at + PIECE_BYTES;
            Future<Void> written = response.write(content.slice(at, next));
            if (!written.succeeded()) {
                written.onSuccess(done -> sendFrom(response, content, next, sent)).onFailure(sent::fail);
                return;
            }
            at = next;
        }
        response.end(content.slice(at, content.length())).onComplete(sent);
    }

    private boolean isOpen() {
        return isOpen(request.response());
    }

    /** Whether it can still be answered: it is not yet, and the connection is there. */
    static boolean isOpen(HttpServerResponse response) {
        return !response.ended() && !response.closed();
    }

    /**
     * The headers in the order in which the reference has them.
     *
     * @param length of the body, set here since the server leaves it out in answers to HEAD; -1 for none
     */
    private static HttpServerResponse head(HttpServerResponse response, int length) {
        if (!response.headers().contains(ApiError.REQUEST_ID_HEADER)) {
            response.putHeader(ApiError.REQUEST_ID_HEADER, UUID.randomUUID().toString());
        }
        if (length >= 0) {
            response.putHeader("content-length", Integer.toString(length));
        }
        return response.putHeader("date", HttpDate.now());
    }
}

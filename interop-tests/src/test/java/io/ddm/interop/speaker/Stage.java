package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeSet;

/** What a test may look at, and what it may upset: the record of all requests, and the faults that are to come. */
final class Stage {

    /** The reference's limit of an exchange body. */
    private static final int BODY_BYTES = 1024;

    private final ArrayNode record = JsonNodeFactory.instance.arrayNode();
    private final Queue<String> pullFaults = new ArrayDeque<>();
    private final Queue<String> pushFaults = new ArrayDeque<>();
    private int version;
    private int bodyBytes = BODY_BYTES;

    Stage(int version) {
        this.version = version;
    }

    /** What our discovery packets say. */
    synchronized int version() {
        return version;
    }

    /** The largest push body that is taken. */
    synchronized int bodyBytes() {
        return bodyBytes;
    }

    /** How the next pull or push shall fail: a status, {@code reset} or {@code refuse}; empty if it shall not. */
    synchronized String fault(boolean pull) {
        String fault = (pull ? pullFaults : pushFaults).poll();
        return fault == null ? "" : fault;
    }

    /**
     * Directs what follows: {@code {"version":3,"body":512,"pull":["503"],"push":["400","reset","refuse"]}}, each field
     * optional.
     */
    synchronized void direct(JsonNode wanted) {
        version = wanted.path("version").asInt(version);
        bodyBytes = wanted.path("body").asInt(bodyBytes);
        wanted.path("pull").forEach(fault -> pullFaults.add(fault.asText()));
        wanted.path("push").forEach(fault -> pushFaults.add(fault.asText()));
    }

    /** Forgets the record. */
    synchronized void clear() {
        record.removeAll();
    }

    /**
     * Notes a request.
     *
     * @param way {@code heard} or {@code sent}
     * @param outcome a status, or what else became of it
     */
    synchronized void note(String way, HttpMessage request, String outcome) {
        record.addObject()
                .put("way", way)
                .put("request", request.method() + " " + request.second())
                .put("host", request.headers().getOrDefault("host", ""))
                .put("bytes", request.body().length)
                .put("headers", String.join(" ", new TreeSet<>(request.headers().keySet())))
                .put("body", new String(request.body(), UTF_8))
                .put("outcome", outcome);
    }

    synchronized byte[] toJson() {
        return record.toString().getBytes(UTF_8);
    }
}

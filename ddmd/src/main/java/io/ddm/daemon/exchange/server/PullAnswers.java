package io.ddm.daemon.exchange.server;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.auth.RequestProof;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers pulls, one at a time on each link. The link's connection limit bounds how many wait. A pull whose connection
 * has closed meanwhile is skipped, and pulls with equal answers share one. The memory of an answer is reserved before
 * it is encoded, and freed when the last client has received it or closed. Lives on the router's context.
 */
final class PullAnswers {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    /** Estimated size of an entry in a table. */
    private static final int ENTRY_BYTES = 128;

    /**
     * A pull that waits for its answer.
     *
     * @param signer signs the reply
     * @param table the routes to send
     * @param theirs extensions that the peer supports
     */
    record Pull(HttpCall call, ExchangeCodec codec, ReplySigner signer, List<PathVector> table,
            PeerCapabilities theirs) {

        boolean isClosed() {
            return response().closed();
        }

        /** Whether the answer has the same body; snapshots of one version are one object. */
        @SuppressWarnings("ReferenceEquality")
        boolean isLike(Pull other) {
            return table == other.table && codec.version() == other.codec.version() && theirs.equals(other.theirs);
        }

        HttpServerResponse response() {
            return call.request().response();
        }
    }

    private record Written(Buffer body, List<Optional<String>> proofs) {}

    private final String extensions;
    private final ExchangeResources resources;
    /** Waiting pulls of each link on which an answer is being written. */
    private final Map<String, Queue<Pull>> waiting = new HashMap<>();

    /**
     * @param extensions value of our extensions header
     */
    PullAnswers(String extensions, ExchangeResources resources) {
        this.extensions = extensions;
        this.resources = resources;
    }

    /** Answers a pull after earlier pulls on its link. */
    void answer(String link, Pull pull) {
        Queue<Pull> ofLink = waiting.get(link);
        if (ofLink != null) {
            ofLink.add(pull);
            return;
        }
        ofLink = new ArrayDeque<>();
        waiting.put(link, ofLink);
        ofLink.add(pull);
        next(link, ofLink);
    }

    private void next(String link, Queue<Pull> ofLink) {
        ofLink.removeIf(Pull::isClosed);
        Pull first = ofLink.peek();
        if (first == null) {
            waiting.remove(link);
            return;
        }
        List<Pull> alike = new ArrayList<>();
        ofLink.removeIf(pull -> pull.isLike(first) && alike.add(pull));
        write(link, alike).onComplete(written -> next(link, ofLink));
    }

    private Future<?> write(String link, List<Pull> pulls) {
        Pull first = pulls.getFirst();
        long expected = (long) ENTRY_BYTES * first.table.size();
        BodyBudget.Lease lease = resources.budget().lease(link);
        if (!lease.grow(expected)) {
            noMemory(link, pulls, expected);
            return Future.succeededFuture();
        }
        return resources.codecs().async(link, expected, () -> {
            byte[] body = first.codec.encodePullReply(first.table, first.theirs);
            return new Written(Buffer.buffer(body),
                    pulls.stream().map(pull -> pull.signer.sign(200, extensions, body)).toList());
        }).onSuccess(written -> {
            int length = written.body.length();
            if (lease.grow(length)) {
                lease.shrink(length);
                send(pulls, written).onComplete(sent -> lease.close());
            } else {
                lease.close();
                noMemory(link, pulls, length);
            }
        }).onFailure(e -> {
            lease.close();
            LOG.error("{}: cannot write the answer to a pull", link, e);
            pulls.forEach(pull -> pull.call.drop());
        });
    }

    /** Completes when each client has the answer, or has closed. */
    private Future<?> send(List<Pull> pulls, Written written) {
        List<Future<Void>> sent = new ArrayList<>();
        for (int i = 0; i < pulls.size(); i++) {
            Pull pull = pulls.get(i);
            if (pull.isClosed()) {
                continue;
            }
            pull.response().putHeader(ExtensionsHeader.NAME, extensions);
            written.proofs.get(i).ifPresent(proof -> pull.response().putHeader(RequestProof.HEADER, proof));
            sent.add(pull.call.answer(200, written.body, AdminApi.JSON));
        }
        return Future.join(sent);
    }

    private static void noMemory(String link, List<Pull> pulls, long bytes) {
        PACED.warn(link + " memory",
                link + ": closing the connection of a pull of " + pulls.getFirst().call.request().remoteAddress()
                        + ": its answer of " + bytes + " bytes exceeds the memory for bodies of neighbors");
        pulls.forEach(pull -> pull.call.drop());
    }
}

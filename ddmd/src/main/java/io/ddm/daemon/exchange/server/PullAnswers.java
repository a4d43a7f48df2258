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
 * Writes the answers to pulls, of each link one at a time. What waits meanwhile is bounded by the link's connections;
 * who has gone by the time of his turn is left out, and those that are to get the same answer share it. Memory for an
 * answer is taken before it is written and kept until the last has read it, or has gone. Lives on the router's context.
 */
final class PullAnswers {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    /** Roughly what an entry takes in a table. */
    private static final int ENTRY_BYTES = 128;

    /**
     * A pull that is to be answered.
     *
     * @param seal what its answer gets
     * @param table what it is told
     * @param theirs what the peer can read
     */
    record Pull(HttpCall call, ExchangeCodec codec, ReplySigner seal, List<PathVector> table, PeerCapabilities theirs) {

        boolean isGone() {
            return response().closed();
        }

        /** Whether the answer has the same body; the table of one moment is one object. */
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
    /** What waits for its turn, of each link of which an answer is being written. */
    private final Map<String, Queue<Pull>> waiting = new HashMap<>();

    /**
     * @param extensions the header that says what we can do
     */
    PullAnswers(String extensions, ExchangeResources resources) {
        this.extensions = extensions;
        this.resources = resources;
    }

    /** Answers a pull when those that came on its link before are written. */
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
        ofLink.removeIf(Pull::isGone);
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
                    pulls.stream().map(pull -> pull.seal.of(200, extensions, body)).toList());
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

    /** Completes when each has it, or has gone. */
    private Future<?> send(List<Pull> pulls, Written written) {
        List<Future<Void>> sent = new ArrayList<>();
        for (int i = 0; i < pulls.size(); i++) {
            Pull pull = pulls.get(i);
            if (pull.isGone()) {
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

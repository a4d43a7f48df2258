package io.ddm.daemon.net;

import io.ddm.api.access.RequestProof;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.observe.PacedLog;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.PathVector;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange requests that wait for the router's word, by number. Lives on the router's context. A number whose
 * request is gone is answered to nobody.
 */
public final class Requests {

    private record Waiting(HttpCall call, ExchangeCodec codec, ReplySeal seal) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Sealed(byte[] body, Optional<String> proof) {}

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final PacedLog PACED = new PacedLog(LOG);

    /** Roughly what an entry takes in a table. */
    private static final int ENTRY_BYTES = 128;

    private final Extensions ours;
    private final ExchangeResources resources;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long last;

    /**
     * @param ours what we say in the answer to a pull that we can do
     */
    public Requests(Extensions ours, ExchangeResources resources) {
        this.ours = ours;
        this.resources = resources;
    }

    /**
     * Keeps a request until it is answered or its connection closes.
     *
     * @param seal what its answer gets
     * @return its number
     */
    long add(HttpCall call, ExchangeCodec codec, ReplySeal seal) {
        long number = ++last;
        waiting.put(number, new Waiting(call, codec, seal));
        call.request().response().closeHandler(closed -> waiting.remove(number));
        return number;
    }

    /** Answers a pull; a large table is written off the context. */
    public void answerPull(long number, List<PathVector> table, Extensions theirs) {
        Waiting pull = waiting.remove(number);
        if (pull == null) {
            return;
        }
        String extensions = ExtensionsHeader.format(ours);
        resources.codecs().async((long) ENTRY_BYTES * table.size(), () -> {
            byte[] body = pull.codec.encodePullReply(table, theirs);
            return new Sealed(body, pull.seal.of(200, extensions, body));
        }).onSuccess(sealed -> send(pull.call, extensions, sealed)).onFailure(e -> {
            LOG.error("cannot write the answer to a pull", e);
            pull.call.drop();
        });
    }

    /** Memory for the answer is taken until the peer has read it, or has gone. */
    private void send(HttpCall call, String extensions, Sealed sealed) {
        BodyBudget.Lease lease = resources.budget().lease();
        HttpServerResponse response = call.request().response();
        if (response.closed()) {
            return;
        }
        if (!lease.grow(sealed.body.length)) {
            PACED.warn("memory",
                    "closing the connection of a pull of " + call.request().remoteAddress() + ": its answer of "
                            + sealed.body.length + " bytes exceeds the memory for bodies of neighbors");
            call.drop();
            return;
        }
        response.bodyEndHandler(sent -> lease.close()).closeHandler(gone -> lease.close());
        response.putHeader(ExtensionsHeader.NAME, extensions);
        sealed.proof.ifPresent(proof -> response.putHeader(RequestProof.HEADER, proof));
        call.ok(sealed.body);
    }

    /** Answers a pull with the word that nothing differs. */
    public void answerUnchanged(long number) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            String extensions = ExtensionsHeader.format(ours);
            HttpServerResponse response = pull.call.request().response();
            response.putHeader(ExtensionsHeader.NAME, extensions);
            pull.seal.of(304, extensions, new byte[0]).ifPresent(
                    proof -> response.putHeader(RequestProof.HEADER, proof));
            pull.call.notModified();
        }
    }

    /** Acknowledges a push. */
    public void acceptPush(long number) {
        Waiting push = waiting.remove(number);
        if (push != null) {
            push.seal.of(204, "", new byte[0]).ifPresent(
                    proof -> push.call.request().response().putHeader(RequestProof.HEADER, proof));
            push.call.noContent();
        }
    }

    /** Closes the connection of a request. */
    public void drop(long number) {
        Waiting unwelcome = waiting.remove(number);
        if (unwelcome != null) {
            unwelcome.call.drop();
        }
    }
}

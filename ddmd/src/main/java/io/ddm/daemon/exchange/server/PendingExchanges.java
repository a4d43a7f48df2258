package io.ddm.daemon.exchange.server;

import io.ddm.api.auth.RequestProof;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.HttpCall;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exchange requests that wait for the router's answer, by number. An answer to a request whose connection has
 * closed is dropped. Lives on the router's context.
 */
public final class PendingExchanges {

    private record Waiting(String link, HttpCall call, ExchangeCodec codec, ReplySigner signer) {}

    private final PeerCapabilities ours;
    private final PullAnswers pulls;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long last;

    /**
     * @param ours the extensions that replies to pulls announce
     */
    public PendingExchanges(PeerCapabilities ours, ExchangeResources resources) {
        this.ours = ours;
        this.pulls = new PullAnswers(ExtensionsHeader.format(ours), resources);
    }

    /**
     * Keeps a request until it is answered or its connection closes.
     *
     * @param link the interface on which it arrived
     * @param signer signs the reply
     * @return its number
     */
    long add(String link, HttpCall call, ExchangeCodec codec, ReplySigner signer) {
        long number = ++last;
        waiting.put(number, new Waiting(link, call, codec, signer));
        call.request().response().closeHandler(closed -> waiting.remove(number));
        return number;
    }

    /** Answers a pull; a large table is encoded off the context. */
    public void answerPull(long number, List<PathVector> table, PeerCapabilities theirs) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            pulls.answer(pull.link, new PullAnswers.Pull(pull.call, pull.codec, pull.signer, table, theirs));
        }
    }

    /** Answers a pull with 304: the table equals what the peer holds. */
    public void answerUnchanged(long number) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            String extensions = ExtensionsHeader.format(ours);
            HttpServerResponse response = pull.call.request().response();
            response.putHeader(ExtensionsHeader.NAME, extensions);
            pull.signer.sign(304, extensions, new byte[0])
                    .ifPresent(proof -> response.putHeader(RequestProof.HEADER, proof));
            pull.call.notModified();
        }
    }

    /** Acknowledges a push. */
    public void acceptPush(long number) {
        Waiting push = waiting.remove(number);
        if (push != null) {
            push.signer.sign(204, "", new byte[0])
                    .ifPresent(proof -> push.call.request().response().putHeader(RequestProof.HEADER, proof));
            push.call.noContent();
        }
    }

    /** Closes the connection of a request. */
    public void drop(long number) {
        Waiting request = waiting.remove(number);
        if (request != null) {
            request.call.drop();
        }
    }
}

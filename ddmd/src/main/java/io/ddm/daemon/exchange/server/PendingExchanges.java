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
 * The exchange requests that wait for the router's word, by number. Lives on the router's context. A number whose
 * request is gone is answered to nobody.
 */
public final class PendingExchanges {

    private record Waiting(String link, HttpCall call, ExchangeCodec codec, ReplySigner seal) {}

    private final PeerCapabilities ours;
    private final PullAnswers pulls;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long last;

    /**
     * @param ours what we say in the answer to a pull that we can do
     */
    public PendingExchanges(PeerCapabilities ours, ExchangeResources resources) {
        this.ours = ours;
        this.pulls = new PullAnswers(ExtensionsHeader.format(ours), resources);
    }

    /**
     * Keeps a request until it is answered or its connection closes.
     *
     * @param link on which it came
     * @param seal what its answer gets
     * @return its number
     */
    long add(String link, HttpCall call, ExchangeCodec codec, ReplySigner seal) {
        long number = ++last;
        waiting.put(number, new Waiting(link, call, codec, seal));
        call.request().response().closeHandler(closed -> waiting.remove(number));
        return number;
    }

    /** Answers a pull; a large table is written off the context. */
    public void answerPull(long number, List<PathVector> table, PeerCapabilities theirs) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            pulls.answer(pull.link, new PullAnswers.Pull(pull.call, pull.codec, pull.seal, table, theirs));
        }
    }

    /** Answers a pull with the word that nothing differs. */
    public void answerUnchanged(long number) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            String extensions = ExtensionsHeader.format(ours);
            HttpServerResponse response = pull.call.request().response();
            response.putHeader(ExtensionsHeader.NAME, extensions);
            pull.seal.of(304, extensions, new byte[0])
                    .ifPresent(proof -> response.putHeader(RequestProof.HEADER, proof));
            pull.call.notModified();
        }
    }

    /** Acknowledges a push. */
    public void acceptPush(long number) {
        Waiting push = waiting.remove(number);
        if (push != null) {
            push.seal.of(204, "", new byte[0])
                    .ifPresent(proof -> push.call.request().response().putHeader(RequestProof.HEADER, proof));
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

package io.ddm.daemon.net;

import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.http.HttpCall;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.PathVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exchange requests that wait for the router's word, by number. Lives on the router's context. A number whose
 * request is gone is answered to nobody.
 */
public final class Requests {

    private record Waiting(HttpCall call, ExchangeCodec codec, ReplySeal seal) {}

    private final Extensions ours;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long last;

    /**
     * @param ours what we say in the answer to a pull that we can do
     */
    public Requests(Extensions ours) {
        this.ours = ours;
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

    /** Answers a pull. */
    public void answerPull(long number, List<PathVector> table, Extensions theirs) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            pull.call.request().response().putHeader(ExtensionsHeader.NAME, ExtensionsHeader.format(ours));
            byte[] body = pull.codec.encodePullReply(table, theirs);
            pull.seal.mark(pull.call.request().response(), 200, body);
            pull.call.ok(body);
        }
    }

    /** Answers a pull with the word that nothing differs. */
    public void answerUnchanged(long number) {
        Waiting pull = waiting.remove(number);
        if (pull != null) {
            pull.call.request().response().putHeader(ExtensionsHeader.NAME, ExtensionsHeader.format(ours));
            pull.seal.mark(pull.call.request().response(), 304, new byte[0]);
            pull.call.notModified();
        }
    }

    /** Acknowledges a push. */
    public void acceptPush(long number) {
        Waiting push = waiting.remove(number);
        if (push != null) {
            push.seal.mark(push.call.request().response(), 204, new byte[0]);
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

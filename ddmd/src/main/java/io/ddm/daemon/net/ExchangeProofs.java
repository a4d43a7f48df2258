package io.ddm.daemon.net;

import io.ddm.api.access.ExchangeKeys;
import io.ddm.api.access.ExchangeReply;
import io.ddm.api.access.ExchangeRequest;
import io.ddm.api.access.RequestProof;
import io.ddm.daemon.access.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This process in an exchange that is protected by keys: proves its requests and answers, and judges those of others.
 * One for all links, so that what was said on one cannot be repeated on another. Lives on the router's context.
 */
public final class ExchangeProofs {

    private static final int RANDOM_BYTES = 16;

    /** So many sending processes are told apart; about 100 bytes each. One more, and all have to ask again. */
    private static final int MOST_SENDERS = 4096;

    private final int mostSenders;
    private final WatchedFile<ExchangeKeys> keys;
    private final SecureRandom random = new SecureRandom();
    private final String self = draw();
    private String challenge = draw();
    private long count;
    private final Map<String, ReplayWindow> heard = new HashMap<>();

    /** What a request's proof is worth. */
    sealed interface Verdict {

        /** The request is what somebody with a key sends us now, once. */
        record Proven(RequestProof proof) implements Verdict {}

        /** Somebody with a key, who does not know this process yet: to be given the challenge. */
        record Challenged(String challenge) implements Verdict {}

        /** Anybody. */
        record Refused(String cause) implements Verdict {}
    }

    /**
     * @throws IOException if the file of keys cannot be used; the message names flag, file and reason
     */
    public ExchangeProofs(Path file) throws IOException {
        this(file, MOST_SENDERS);
    }

    ExchangeProofs(Path file, int mostSenders) throws IOException {
        this.mostSenders = mostSenders;
        this.keys = new WatchedFile<>("--exchange-key-file", file, ExchangeKeys::read);
    }

    /** Reads the file of keys again. Any thread. */
    public void reload() {
        keys.reload();
    }

    /**
     * Proves a request of ours.
     *
     * @param challenge what its receiver gave; empty if we know nothing of it
     */
    RequestProof prove(ExchangeRequest request, String challenge) {
        return RequestProof.of(keys.get(), request, self, ++count, challenge);
    }

    /** Proves our answer to a request. */
    String prove(ExchangeReply reply, RequestProof request) {
        return request.ofReply(keys.get(), reply);
    }

    /** Whether an answer to our request comes from somebody with a key. */
    boolean isProven(ExchangeReply reply, @Nullable String header, RequestProof request) {
        return header != null && request.isAnsweredBy(reply, header, keys.get());
    }

    /** Judges a request to us; the same one is never proven again. */
    Verdict judge(ExchangeRequest request, @Nullable String header) {
        Optional<RequestProof> shown = RequestProof.parse(header);
        if (shown.isEmpty()) {
            return new Verdict.Refused("no proof of a key");
        }
        RequestProof proof = shown.get();
        if (!proof.isFor(request, keys.get())) {
            return new Verdict.Refused("a wrong proof of a key");
        }
        if (!proof.challenge().equals(challenge)) {
            return new Verdict.Challenged(challenge);
        }
        if (heard.size() >= mostSenders && !heard.containsKey(proof.sender())) {
            // With another challenge whatever was said before is stale, so nothing of it need be kept.
            heard.clear();
            challenge = draw();
            return new Verdict.Challenged(challenge);
        }
        return heard.computeIfAbsent(proof.sender(), sender -> new ReplayWindow()).pass(proof.count())
                ? new Verdict.Proven(proof)
                : new Verdict.Refused("a repeated proof of a key");
    }

    private String draw() {
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}

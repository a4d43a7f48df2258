package io.ddm.daemon.exchange.auth;

import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator.AuthResult;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which genuine requests on one link are news: each counts once, and a push never after a later one of the same
 * process, so that a push that was held back on the way does not bring back what was withdrawn since. The challenge is
 * the link's, so nothing that was said on another link, or before the interface was opened, counts here. Lives on the
 * router's context.
 */
public final class LinkProofs {

    private static final String PUSH = "PUT";

    private final ExchangeAuthenticator proofs;
    private final Supplier<String> draw;
    private final int mostSenders;
    private final Map<String, ReplayWindow> heard = new HashMap<>();
    private String challenge;
    private String pusher = "";
    private long lastPush;

    /**
     * @param draw makes challenges
     * @param mostSenders so many sending processes are told apart; about 100 bytes each. One more, and all have to ask
     *     again
     */
    LinkProofs(ExchangeAuthenticator proofs, Supplier<String> draw, int mostSenders) {
        this.proofs = proofs;
        this.draw = draw;
        this.mostSenders = mostSenders;
        this.challenge = draw.get();
    }

    /** Judges a request to us; the same one is never proven again. */
    public AuthResult verify(ExchangeRequest request, @Nullable String header) {
        return news(request.method(), proofs.check(request, header));
    }

    /**
     * Whether a request is news.
     *
     * @param checked what {@link ExchangeAuthenticator#check} made of it
     */
    public AuthResult news(String method, AuthResult checked) {
        if (!(checked instanceof AuthResult.Authenticated genuine)) {
            return checked;
        }
        RequestProof proof = genuine.proof();
        if (!proof.challenge().equals(challenge)) {
            return new AuthResult.Challenged(challenge);
        }
        if (heard.size() >= mostSenders && !heard.containsKey(proof.sender())) {
            return another("");
        }
        boolean push = method.equals(PUSH);
        if (push && !pusher.isEmpty() && !pusher.equals(proof.sender())) {
            // Another process. What the former one said and has not arrived yet must not count after this.
            return another(proof.sender());
        }
        if (push && proof.sender().equals(pusher) && proof.count() < lastPush) {
            return new AuthResult.Rejected("a push older than one received already");
        }
        if (!heard.computeIfAbsent(proof.sender(), sender -> new ReplayWindow()).pass(proof.count())) {
            return new AuthResult.Rejected("a repeated proof of a key");
        }
        if (push) {
            pusher = proof.sender();
            lastPush = proof.count();
        }
        return checked;
    }

    /** With another challenge whatever was said before is stale, so nothing of it need be kept. */
    private AuthResult another(String nextPusher) {
        heard.clear();
        pusher = nextPusher;
        lastPush = 0;
        challenge = draw.get();
        return new AuthResult.Challenged(challenge);
    }
}

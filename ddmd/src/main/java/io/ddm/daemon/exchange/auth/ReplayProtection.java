package io.ddm.daemon.exchange.auth;

import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator.AuthResult;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rejects replayed requests on one link: each proof is accepted once, and no push after a later push of the same
 * process, so that a delayed push cannot restore withdrawn routes. The challenge belongs to the link, so proofs made
 * for another link, or before the interface was opened, are not accepted. Lives on the router's context.
 */
public final class ReplayProtection {

    private static final String PUSH = "PUT";

    private final ExchangeAuthenticator authenticator;
    private final Supplier<String> draw;
    private final int maxSenders;
    private final Map<String, ReplayWindow> windows = new HashMap<>();
    private String challenge;
    private String pusher = "";
    private long lastPush;

    /**
     * @param draw creates challenges
     * @param maxSenders sending processes that are remembered, about 100 bytes each; one more invalidates the challenge
     *     of all
     */
    ReplayProtection(ExchangeAuthenticator authenticator, Supplier<String> draw, int maxSenders) {
        this.authenticator = authenticator;
        this.draw = draw;
        this.maxSenders = maxSenders;
        this.challenge = draw.get();
    }

    /** Verifies a request; the same request is accepted only once. */
    AuthResult verify(ExchangeRequest request, @Nullable String header) {
        return verifyNew(request.method(), authenticator.check(request, header));
    }

    /**
     * Verifies that a genuine request is new.
     *
     * @param checked the result of {@link ExchangeAuthenticator#check}
     */
    public AuthResult verifyNew(String method, AuthResult checked) {
        if (!(checked instanceof AuthResult.Authenticated genuine)) {
            return checked;
        }
        RequestProof proof = genuine.proof();
        if (!proof.challenge().equals(challenge)) {
            return new AuthResult.Challenged(challenge);
        }
        if (windows.size() >= maxSenders && !windows.containsKey(proof.sender())) {
            return newChallenge("");
        }
        boolean push = method.equals(PUSH);
        if (push && !pusher.isEmpty() && !pusher.equals(proof.sender())) {
            // The peer has restarted. Delayed pushes of its former process must not be accepted after this one.
            return newChallenge(proof.sender());
        }
        if (push && proof.sender().equals(pusher) && proof.count() < lastPush) {
            return new AuthResult.Rejected("stale push");
        }
        if (!windows.computeIfAbsent(proof.sender(), sender -> new ReplayWindow()).pass(proof.count())) {
            return new AuthResult.Rejected("replayed key proof");
        }
        if (push) {
            pusher = proof.sender();
            lastPush = proof.count();
        }
        return checked;
    }

    /** A new challenge invalidates all proofs made before, so none of them needs to be remembered. */
    private AuthResult newChallenge(String nextPusher) {
        windows.clear();
        pusher = nextPusher;
        lastPush = 0;
        challenge = draw.get();
        return new AuthResult.Challenged(challenge);
    }
}

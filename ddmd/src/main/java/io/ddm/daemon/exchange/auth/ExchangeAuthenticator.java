package io.ddm.daemon.exchange.auth;

import io.ddm.api.auth.ExchangeKeys;
import io.ddm.api.auth.ExchangeReply;
import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.daemon.access.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * This process in an exchange that is protected by keys: proves its requests and answers, and checks those of others.
 * One for all links. Thread-safe.
 */
public final class ExchangeAuthenticator {

    private static final int RANDOM_BYTES = 16;

    /** So many sending processes are told apart; about 100 bytes each. One more, and all have to ask again. */
    private static final int MOST_SENDERS = 4096;

    private final int mostSenders;
    private final WatchedFile<ExchangeKeys> keys;
    private final SecureRandom random = new SecureRandom();
    private final String self = draw();
    private final AtomicLong count = new AtomicLong();

    /** What a request's proof is worth. */
    public sealed interface AuthResult {

        /** The request is what somebody with a key sends us now, once. */
        record Authenticated(RequestProof proof) implements AuthResult {}

        /** Somebody with a key, who does not know this process yet: to be given the challenge. */
        record Challenged(String challenge) implements AuthResult {}

        /** Anybody. */
        record Rejected(String cause) implements AuthResult {}
    }

    /**
     * @throws IOException if the file of keys cannot be used; the message names flag, file and reason
     */
    public ExchangeAuthenticator(Path file) throws IOException {
        this(file, MOST_SENDERS);
    }

    ExchangeAuthenticator(Path file, int mostSenders) throws IOException {
        this.mostSenders = mostSenders;
        this.keys = new WatchedFile<>("--exchange-key-file", file, ExchangeKeys::read);
    }

    /** Reads the file of keys again. Any thread. */
    public WatchedFile.Reload reload() {
        return keys.reload();
    }

    /**
     * Proves a request of ours.
     *
     * @param challenge what its receiver gave; empty if we know nothing of it
     */
    public RequestProof prove(ExchangeRequest request, String challenge) {
        return RequestProof.of(keys.get(), request, self, count.incrementAndGet(), challenge);
    }

    /** Proves our answer to a request. */
    public String prove(ExchangeReply reply, RequestProof request) {
        return request.ofReply(keys.get(), reply);
    }

    /** Whether an answer to our request comes from somebody with a key. */
    public boolean isProven(ExchangeReply reply, @Nullable String header, RequestProof request) {
        return header != null && request.isAnsweredBy(reply, header, keys.get());
    }

    /**
     * Whether a request is genuine: somebody with a key has made it. Whether it is news is for {@link LinkProofs} to
     * say.
     *
     * @return proven or refused
     */
    public AuthResult check(ExchangeRequest request, @Nullable String header) {
        Optional<RequestProof> shown = RequestProof.parse(header);
        if (shown.isEmpty()) {
            return new AuthResult.Rejected("no proof of a key");
        }
        return shown.get().isFor(request, keys.get())
                ? new AuthResult.Authenticated(shown.get())
                : new AuthResult.Rejected("a wrong proof of a key");
    }

    /** For an interface that is being opened. */
    public LinkProofs forLink() {
        return new LinkProofs(this, this::draw, mostSenders);
    }

    /** Looks at the file of keys now. */
    void look() {
        keys.look();
    }

    private String draw() {
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}

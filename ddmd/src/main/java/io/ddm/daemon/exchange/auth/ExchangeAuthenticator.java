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
 * Authenticates exchange messages with shared keys: proves our requests and replies, and checks those of others. One
 * for all links. Thread-safe.
 */
public final class ExchangeAuthenticator implements AutoCloseable {

    private static final int RANDOM_BYTES = 16;

    /** Sending processes that a link remembers, about 100 bytes each. */
    private static final int MAX_SENDERS = 4096;

    private final int maxSenders;
    private final WatchedFile<ExchangeKeys> keys;
    private final SecureRandom random = new SecureRandom();
    private final String self = draw();
    private final AtomicLong count = new AtomicLong();

    /** Result of the verification of a request. */
    public sealed interface AuthResult {

        /** The sender has a key, and the request is new. */
        record Authenticated(RequestProof proof) implements AuthResult {}

        /** The sender has a key, and must repeat the request with this challenge. */
        record Challenged(String challenge) implements AuthResult {}

        /** The proof is missing or invalid, or the request is a replay. */
        record Rejected(String cause) implements AuthResult {}
    }

    /**
     * @throws IOException if the file of keys cannot be used; the message names flag, file and reason
     */
    public ExchangeAuthenticator(Path file) throws IOException {
        this(file, MAX_SENDERS);
    }

    ExchangeAuthenticator(Path file, int maxSenders) throws IOException {
        this.maxSenders = maxSenders;
        this.keys = new WatchedFile<>("--exchange-key-file", file, ExchangeKeys::read);
    }

    /** Reads the file of keys again. Any thread. */
    public WatchedFile.Reload reload() {
        return keys.reload();
    }

    /** Stops to follow the file of keys. */
    @Override
    public void close() {
        keys.close();
    }

    /**
     * Proves a request of ours.
     *
     * @param challenge the receiver's; empty if it is not known yet
     */
    public RequestProof prove(ExchangeRequest request, String challenge) {
        return RequestProof.of(keys.get(), request, self, count.incrementAndGet(), challenge);
    }

    /** Proves our reply to a request. */
    public String prove(ExchangeReply reply, RequestProof request) {
        return request.ofReply(keys.get(), reply);
    }

    /** Whether the sender of a reply to our request has a key. */
    public boolean isProven(ExchangeReply reply, @Nullable String header, RequestProof request) {
        return header != null && request.isAnsweredBy(reply, header, keys.get());
    }

    /**
     * Checks that the sender of a request has a key. Whether the request is new is checked by
     * {@link ReplayProtection#verifyNew}.
     *
     * @return authenticated or rejected
     */
    public AuthResult check(ExchangeRequest request, @Nullable String header) {
        Optional<RequestProof> shown = RequestProof.parse(header);
        if (shown.isEmpty()) {
            return new AuthResult.Rejected("missing key proof");
        }
        return shown.get().isFor(request, keys.get())
                ? new AuthResult.Authenticated(shown.get())
                : new AuthResult.Rejected("invalid key proof");
    }

    /** Replay protection for an interface that is being opened. */
    public ReplayProtection forLink() {
        return new ReplayProtection(this, this::draw, maxSenders);
    }

    /** Reads the file of keys now, if it has changed. */
    void check() {
        keys.check();
    }

    private String draw() {
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}

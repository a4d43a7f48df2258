package io.ddm.daemon.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of a token. Only it is kept: digests have equal length and reveal nothing. */
final class TokenDigest {

    private final byte[] digest;

    private TokenDigest(byte[] digest) {
        this.digest = digest;
    }

    static TokenDigest of(String token) {
        return new TokenDigest(sha256(token.getBytes(UTF_8)));
    }

    /** Whether both are digests of the same token; takes as long whatever the answer. */
    boolean isSame(TokenDigest other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package io.ddm.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that the routers of a network share, one on a line of a file: the first signs, each is believed. So a new
 * key is rolled out by adding it behind the old one everywhere, then before it everywhere, then removing the old one.
 */
public final class ExchangeKeys {

    /** The least length of a key, in bytes: as many as make guessing hopeless if they are random. */
    private static final int LEAST_BYTES = 16;

    /** The least entropy of a key as far as it shows; random ones of the least length have 50 bits and more. */
    private static final int LEAST_BITS = 40;

    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private ExchangeKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Reads a file. A key is its line's text; empty lines and lines that begin with {@code #} say nothing.
     *
     * @throws IOException if others may read it, it holds no key, or one that is too short or easily
     *     guessed; the message names the file
     */
    public static ExchangeKeys read(Path file) throws IOException {
        List<byte[]> lines = SecretFile.readLines(file)
                .stream()
                .filter(line -> !line.isEmpty())
                .map(line -> line.getBytes(UTF_8))
                .toList();
        if (lines.isEmpty()) {
            throw new IOException(file + " holds no key");
        }
        if (lines.stream().anyMatch(line -> line.length < LEAST_BYTES)) {
            throw new IOException(file + " holds a key of less than " + LEAST_BYTES
                    + " bytes; openssl rand -hex 32 makes a good one");
        }
        if (lines.stream().anyMatch(line -> KeyStrength.bits(line) < LEAST_BITS)) {
            throw new IOException(file + " holds a key that can be guessed, since few different characters or one short"
                    + " pattern make it up; openssl rand -hex 32 makes a good one");
        }
        return new ExchangeKeys(lines.stream().map(line -> new SecretKeySpec(line, ALGORITHM)).toList());
    }

    /** What proves that a message comes from somebody with our first key: HMAC-SHA256 in hexadecimal digits. */
    String sign(String message) {
        return HexFormat.of().formatHex(mac(keys.getFirst(), message));
    }

    /** Whether the proof was made with any of our keys; takes as long however wrong it is. */
    boolean verifies(String message, String proof) {
        byte[] shown = proof.getBytes(UTF_8);
        boolean verified = false;
        for (SecretKeySpec key : keys) {
            verified |= MessageDigest.isEqual(HexFormat.of().formatHex(mac(key, message)).getBytes(UTF_8), shown);
        }
        return verified;
    }

    private static byte[] mac(SecretKeySpec key, String message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}

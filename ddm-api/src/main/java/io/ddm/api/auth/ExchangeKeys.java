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
 * The pre-shared keys of a network, one per line of a file: the first one signs, and all of them verify. To roll out a
 * new key, add it after the old one on all routers, then move it to the front on all, then remove the old one.
 */
public final class ExchangeKeys {

    /** Minimum length of a key: random keys of this length cannot be guessed. */
    private static final int MIN_BYTES = 16;

    /** Minimum estimated entropy of a key; random keys of the minimum length have 50 bits or more. */
    private static final int MIN_BITS = 40;

    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private ExchangeKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Reads a file. A key is the text of a line; empty lines and lines that start with {@code #} are ignored.
     *
     * @throws IOException if others may read the file, or it contains no key, or a key that is too short or easily
     *     guessed; the message names the file
     */
    public static ExchangeKeys read(Path file) throws IOException {
        List<byte[]> lines = SecretFile.readLines(file)
                .stream()
                .filter(line -> !line.isEmpty())
                .map(line -> line.getBytes(UTF_8))
                .toList();
        if (lines.isEmpty()) {
            throw new IOException(file + " contains no key");
        }
        if (lines.stream().anyMatch(line -> line.length < MIN_BYTES)) {
            throw new IOException(file + " contains a key of less than " + MIN_BYTES
                    + " bytes; create one with: openssl rand -hex 32");
        }
        if (lines.stream().anyMatch(line -> KeyStrength.bits(line) < MIN_BITS)) {
            throw new IOException(
                    file + " contains a key that can be guessed: it has few different characters or repeats"
                            + " a short pattern; create one with: openssl rand -hex 32");
        }
        return new ExchangeKeys(lines.stream().map(line -> new SecretKeySpec(line, ALGORITHM)).toList());
    }

    /** Signs a message with the first key: HMAC-SHA256 in hexadecimal digits. */
    String sign(String message) {
        return HexFormat.of().formatHex(mac(keys.getFirst(), message));
    }

    /** Whether the proof was made with any of the keys; takes the same time for every proof. */
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

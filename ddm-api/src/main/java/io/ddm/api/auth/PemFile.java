package io.ddm.api.auth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Certificates and private keys as text, RFC 7468. */
final class PemFile {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** The JDK requires the name of the algorithm, although the key contains it. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFile() {}

    /** All certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] text = SecretFile.readText(file).getBytes(StandardCharsets.UTF_8);
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new IOException(file + " contains no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file + " contains an invalid PEM certificate", e);
        }
    }

    /**
     * The first private key of a file, which is a secret. Exceptions have no cause, because it may quote the file.
     */
    static PrivateKey privateKey(Path file) throws IOException {
        String text = SecretFile.read(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + (text.contains("PRIVATE KEY-----")
                    ? " contains a private key that is not in unencrypted PKCS #8; convert it with:"
                            + " openssl pkcs8 -topk8 -nodes"
                    : " contains no private key in PEM"));
        }
        byte[] key;
        try {
            key = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " contains a private key that is not valid Base64");
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
            } catch (InvalidKeySpecException e) {
                // The key is of another algorithm.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new IOException(file + " contains a private key of an unknown algorithm: must be one of "
                + String.join(", ", ALGORITHMS));
    }
}

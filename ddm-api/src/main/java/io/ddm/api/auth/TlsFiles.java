package io.ddm.api.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates, private keys and trusted authorities of TLS, from PEM files. */
public final class TlsFiles {

    private static final char[] NO_PASSWORD = {};

    /** Type of a subject alternative name; see {@link X509Certificate#getSubjectAlternativeNames}. */
    private static final Integer DNS_NAME = 2;

    private TlsFiles() {}

    /**
     * Loads a certificate with its private key.
     *
     * @param certificates the certificate, followed by its intermediate authorities
     * @param key its private key in PKCS #8, which only owner and group may read
     * @throws IOException if a file cannot be used, or the key is not that of the certificate; the message names the
     *     file
     */
    public static X509ExtendedKeyManager identity(Path certificates, Path key) throws IOException {
        List<X509Certificate> chain = PemFile.certificates(certificates);
        PrivateKey privateKey = PemFile.privateKey(key);
        try {
            if (!belong(privateKey, chain.getFirst().getPublicKey())) {
                throw new IOException(key + " is not the key of the first certificate of " + certificates);
            }
            KeyStore store = emptyStore();
            store.setKeyEntry("identity", privateKey, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return only(X509ExtendedKeyManager.class, Stream.of(factory.getKeyManagers()));
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + " and " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * The DNS names for which a certificate is valid; a first label of {@code *} stands for any label.
     *
     * @param certificates the certificate; further ones are ignored
     * @throws IOException if the file cannot be used; the message names it
     */
    public static List<String> dnsNames(Path certificates) throws IOException {
        try {
            Collection<List<?>> names = PemFile.certificates(certificates).getFirst().getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> DNS_NAME.equals(name.getFirst()))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new IOException(certificates + " has names that cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Trusts certificates that an authority of the file has signed.
     *
     * @throws IOException if the file cannot be used; the message names it
     */
    public static X509ExtendedTrustManager authorities(Path file) throws IOException {
        try {
            KeyStore store = emptyStore();
            for (X509Certificate authority : PemFile.certificates(file)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return only(X509ExtendedTrustManager.class, Stream.of(factory.getTrustManagers()));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether two keys form a pair: the public key verifies a signature of the private key. */
    private static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        boolean sameKind = key.getAlgorithm().equals(certified.getAlgorithm());
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        if (!sameKind) {
            return false;
        }
        byte[] anything = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(anything);
        byte[] signature = signing.sign();
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(certified);
        checking.update(anything);
        return checking.verify(signature);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static <T> T only(Class<T> kind, Stream<?> managers) {
        return managers.filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
    }
}

package io.ddm.daemon.access;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Client certificates, which the TLS handshake has verified already. The role is an organizational unit (OU) of the
 * subject; a certificate without a role is read-only.
 */
final class ClientCertificates implements Authenticator {

    @Override
    public Optional<Role> role(HttpServerRequest request) {
        try {
            Certificate shown = request.connection().peerCertificates().getFirst();
            LdapName subject = new LdapName(((X509Certificate) shown).getSubjectX500Principal().getName());
            boolean changes = subject.getRdns()
                    .stream()
                    .anyMatch(rdn -> rdn.getType().equalsIgnoreCase("OU")
                            && rdn.getValue().equals(Role.READ_WRITE.toString()));
            return Optional.of(changes ? Role.READ_WRITE : Role.READ_ONLY);
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return Optional.empty();
        }
    }
}

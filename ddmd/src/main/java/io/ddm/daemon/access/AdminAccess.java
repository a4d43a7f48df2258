package io.ddm.daemon.access;

import io.ddm.api.access.TlsFiles;
import io.ddm.daemon.http.HttpCall;
import io.vertx.core.Handler;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What stands between a TCP listener of the admin API and whoever connects to it. */
public final class AdminAccess {

    /** Nothing, as with the reference. */
    public static final AdminAccess OPEN = new AdminAccess(UnaryOperator.identity(), List.of(), false);

    private final UnaryOperator<HttpServerOptions> securing;
    private final List<Credential> credentials;
    private final boolean isPrivate;

    private AdminAccess(UnaryOperator<HttpServerOptions> securing, List<Credential> credentials, boolean isPrivate) {
        this.securing = securing;
        this.credentials = List.copyOf(credentials);
        this.isPrivate = isPrivate;
    }

    /**
     * What the operator wants.
     *
     * @throws IOException if a file cannot be used; the message names flag, file and reason
     */
    public static AdminAccess of(AccessConfig config) throws IOException {
        if (config.tls().isEmpty() && config.tokenFile().isEmpty()) {
            return OPEN;
        }
        List<Credential> credentials = new ArrayList<>();
        UnaryOperator<HttpServerOptions> securing = UnaryOperator.identity();
        if (config.tls().isPresent()) {
            AccessConfig.Tls tls = config.tls().get();
            securing = securing(tls);
            if (tls.clientAuthorities().isPresent()) {
                credentials.add(new ClientCertificates());
            }
        }
        if (config.tokenFile().isPresent()) {
            credentials.add(new Tokens(config.tokenFile().get()));
        }
        return new AdminAccess(securing, credentials, config.tls().isPresent());
    }

    /** Reads the files again that can be read again. Any thread. */
    public void reload() {
        credentials.forEach(Credential::reload);
    }

    /** Makes a listener speak TLS, if it shall. */
    public HttpServerOptions secure(HttpServerOptions options) {
        return securing.apply(options);
    }

    /** Lets those requests through that may be. */
    public Handler<HttpServerRequest> guard(Handler<HttpServerRequest> next) {
        return credentials.isEmpty() ? next : request -> {
            Optional<Role> role = role(request);
            if (role.isEmpty()) {
                request.response().putHeader("www-authenticate", "Bearer realm=\"ddm\"");
                HttpCall.error(request, 401,
                        "a token is wanted, as in 'authorization: Bearer TOKEN', and this is not one");
            } else if (!role.get().allows(request.method())) {
                HttpCall.error(request, 403,
                        request.method() + " needs the role " + Role.READ_WRITE + ", and this is " + role.get());
            } else {
                next.handle(request);
            }
        };
    }

    /** What an operator should know about listening on an address with so little in between; once is enough. */
    public Optional<String> warning(InetAddress address) {
        if (address.isLoopbackAddress() || (isPrivate && !credentials.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(credentials.isEmpty()
                ? "whoever reaches the admin API can change routes: --admin-token-file or --admin-tls-client-ca ask who it is"
                : "tokens can be read by whoever is on the way to the admin API: --admin-tls-cert and --admin-tls-key hide them");
    }

    /** The least that any credential allows; empty if one is missing. */
    private Optional<Role> role(HttpServerRequest request) {
        Role least = Role.READ_WRITE;
        for (Credential credential : credentials) {
            Optional<Role> role = credential.role(request);
            if (role.isEmpty()) {
                return role;
            }
            least = role.get().compareTo(least) < 0 ? role.get() : least;
        }
        return Optional.of(least);
    }

    private static UnaryOperator<HttpServerOptions> securing(AccessConfig.Tls tls) throws IOException {
        KeyCertOptions identity = named("--admin-tls-cert, --admin-tls-key:",
                () -> KeyCertOptions.wrap(TlsFiles.identity(tls.certificates(), tls.key())));
        UnaryOperator<HttpServerOptions> securing = options -> options.setSsl(true).setUseAlpn(false).setKeyCertOptions(
                identity);
        if (tls.clientAuthorities().isEmpty()) {
            return securing;
        }
        TrustOptions authorities = named("--admin-tls-client-ca",
                () -> TrustOptions.wrap(TlsFiles.authorities(tls.clientAuthorities().get())));
        return options -> securing.apply(options).setClientAuth(ClientAuth.REQUIRED).setTrustOptions(authorities);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T named(String flag, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IOException(flag + " " + e.getMessage(), e);
        }
    }
}

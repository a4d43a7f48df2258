package io.ddm.daemon.access;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.auth.TlsFiles;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Listener;
import io.ddm.daemon.http.RefusalObserver;
import io.vertx.core.Handler;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Access control of the admin API's TCP listeners: TLS, credentials, roles, and the check of host names. */
public final class AdminAccess implements AutoCloseable {

    /** No access control, as in the reference. */
    public static final AdminAccess OPEN = new AdminAccess(UnaryOperator.identity(), List.of(), false,
            new HostCheck(List.of()), Optional.empty());

    private final UnaryOperator<HttpServerOptions> securing;
    private final List<Authenticator> credentials;
    private final boolean isPrivate;
    private final HostCheck hosts;
    private final Optional<BearerTokens> tokens;

    private AdminAccess(UnaryOperator<HttpServerOptions> securing, List<Authenticator> credentials, boolean isPrivate,
            HostCheck hosts, Optional<BearerTokens> tokens) {
        this.hosts = hosts;
        this.tokens = tokens;
        this.securing = securing;
        this.credentials = List.copyOf(credentials);
        this.isPrivate = isPrivate;
    }

    /**
     * Reads the configured files.
     *
     * @throws IOException if a file cannot be used; the message names flag, file and reason
     */
    public static AdminAccess of(AccessConfig config) throws IOException {
        List<String> hosts = new ArrayList<>(config.hosts());
        List<Authenticator> credentials = new ArrayList<>();
        UnaryOperator<HttpServerOptions> securing = UnaryOperator.identity();
        if (config.tls().isPresent()) {
            AccessConfig.Tls tls = config.tls().get();
            securing = securing(tls);
            hosts.addAll(named("--admin-tls-cert", () -> TlsFiles.dnsNames(tls.certificates())));
            if (tls.clientAuthorities().isPresent()) {
                credentials.add(new ClientCertificates());
            }
        }
        boolean isPrivate = config.tls().isPresent();
        Optional<BearerTokens> tokens = Optional.empty();
        if (config.tokenFile().isPresent()) {
            tokens = Optional.of(new BearerTokens(config.tokenFile().get(),
                    new BrowserSessions(isPrivate, System::nanoTime)));
            credentials.add(tokens.get());
        }
        return new AdminAccess(securing, credentials, isPrivate, new HostCheck(hosts), tokens);
    }

    /** Reads the reloadable files again. Any thread. */
    public List<WatchedFile.Reload> reload() {
        return credentials.stream().map(Authenticator::reload).flatMap(Optional::stream).toList();
    }

    /** Stops watching the files. */
    @Override
    public void close() {
        credentials.forEach(Authenticator::close);
    }

    /** Adds TLS to the options of a listener, if it is configured. */
    public HttpServerOptions secure(HttpServerOptions options) {
        return securing.apply(options);
    }

    /**
     * Forwards permitted requests and rejects the others: 403 for those of web pages, 401 without a valid credential,
     * 403 beyond its role.
     *
     * @param listener the listener's name, for the observer
     * @param needed the role that a request needs; empty if it needs no credential
     */
    public Handler<HttpServerRequest> guard(String listener, RefusalObserver observer,
            Function<HttpServerRequest, Optional<Role>> needed, Handler<HttpServerRequest> next) {
        return request -> {
            Optional<HostCheck.Problem> problem = hosts.problem(request);
            if (problem.isPresent()) {
                observer.refused(listener, problem.get().cause(), Listener.source(request));
                HttpCall.error(request, 403, problem.get().message());
                return;
            }
            Optional<Role> role = credentials.isEmpty() ? Optional.empty() : needed.apply(request);
            if (role.isEmpty()) {
                next.handle(request);
            } else {
                authorize(listener, observer, request, role.get(), next);
            }
        };
    }

    /** Whether the credentials of a request, as they count now, give it at least this role. */
    public boolean permits(HttpServerRequest request, Role needed) {
        return credentials.isEmpty() || role(request).filter(role -> role.includes(needed)).isPresent();
    }

    /** Whether a browser needs a session, since tokens are demanded. */
    public boolean needsLogin() {
        return tokens.isPresent();
    }

    /**
     * Begins a session that reads the status page, in exchange for a token. On the admin loop.
     *
     * @return the value of the header that sets its cookie; empty if the token is invalid
     */
    public Optional<String> login(String token) {
        return tokens.flatMap(file -> file.login(token));
    }

    private void authorize(String listener, RefusalObserver observer, HttpServerRequest request, Role needed,
            Handler<HttpServerRequest> next) {
        Optional<Role> role = role(request);
        if (role.isEmpty() && isPage(request)) {
            HttpCall.redirect(request, AdminApi.UI_LOGIN);
        } else if (role.isEmpty()) {
            observer.refused(listener, "unauthenticated", Listener.source(request));
            request.response().putHeader("www-authenticate", "Bearer realm=\"ddm\"");
            HttpCall.error(request, 401, "missing or invalid bearer token");
        } else if (!role.get().includes(needed)) {
            observer.refused(listener, "role", Listener.source(request));
            HttpCall.error(request, 403,
                    request.method() + " " + request.path() + " requires role " + needed + "; this client has role "
                            + role.get());
        } else {
            next.handle(request);
        }
    }

    /** Whether a browser asks for the page itself, and not a script of it or a program with a token. */
    private boolean isPage(HttpServerRequest request) {
        return needsLogin() && request.method().equals(HttpMethod.GET) && AdminApi.UI.equals(request.path())
                && request.getHeader("authorization") == null;
    }

    /** The warning to log when a listener on this address has too little protection. */
    public Optional<String> warning(InetAddress address) {
        if (address.isLoopbackAddress() || (isPrivate && !credentials.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(credentials.isEmpty()
                ? "every client that reaches the admin API can change routes: set --admin-token-file or "
                        + "--admin-tls-client-ca"
                : "tokens cross the network unencrypted: set --admin-tls-cert and --admin-tls-key");
    }

    /** The lowest role of all credentials; empty if one is missing. */
    private Optional<Role> role(HttpServerRequest request) {
        Role least = Role.READ_WRITE;
        for (Authenticator credential : credentials) {
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
        UnaryOperator<HttpServerOptions> securing = options -> options.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(identity);
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

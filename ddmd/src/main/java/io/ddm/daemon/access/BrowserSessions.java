package io.ddm.daemon.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ddm.api.admin.AdminApi;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sessions of browsers, which cannot send a bearer token with a navigation: a random cookie that stands for the token
 * that a client has shown. It counts for reading the status page and nothing else. A session ends with its lifetime,
 * the process, the browser, or when too many newer ones have begun. Lives on the admin loop.
 */
final class BrowserSessions {

    /** Upper bound on the sessions at one time; beyond it the oldest ends. */
    static final int MAX_SESSIONS = 64;

    /** A session ends this long after its login, however often it is used. */
    static final Duration LIFETIME = Duration.ofHours(12);

    /** No guess finds one of so many. */
    private static final int ID_BYTES = 32;

    private static final String UNDER_PAGE = AdminApi.UI + "/";

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanos;
    private final String name;
    private final boolean isSecure;
    private final Map<String, Session> byId = new LinkedHashMap<>();

    private record Session(TokenDigest token, long since) {}

    /**
     * @param isSecure whether browsers reach the page by TLS only
     */
    BrowserSessions(boolean isSecure, LongSupplier nanos) {
        this.isSecure = isSecure;
        this.nanos = nanos;
        byte[] process = new byte[4];
        random.nextBytes(process);
        // Browsers do not tell the ports of a host apart: two routers behind tunnels need two names.
        this.name = (isSecure ? "__Secure-" : "") + "ddm-" + HexFormat.of().formatHex(process);
    }

    /** Begins a session; returns the value of the header that sets its cookie. */
    String begin(TokenDigest token) {
        removeOld();
        if (byId.size() == MAX_SESSIONS) {
            byId.remove(byId.keySet().iterator().next());
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byId.put(key(id), new Session(token, nanos.getAsLong()));
        return name + "=" + id + "; Path=" + AdminApi.UI + "; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "");
    }

    /** The token behind a request that reads the status page; empty if it has no session, or is another request. */
    Optional<TokenDigest> token(HttpServerRequest request) {
        if (!reads(request)) {
            return Optional.empty();
        }
        Cookie cookie = request.getCookie(name);
        if (cookie == null) {
            return Optional.empty();
        }
        return token(cookie.getValue());
    }

    /** The token behind the value of a cookie. */
    Optional<TokenDigest> token(String id) {
        removeOld();
        return Optional.ofNullable(byId.get(key(id))).map(Session::token);
    }

    /** Whether a request reads the status page or what belongs to it. */
    private static boolean reads(HttpServerRequest request) {
        String path = request.path();
        return request.method().equals(HttpMethod.GET) && path != null
                && (path.equals(AdminApi.UI) || path.startsWith(UNDER_PAGE));
    }

    /** Sessions are compared by digest, so that the time of a search shows nothing of an id. */
    private static String key(String id) {
        return HexFormat.of().formatHex(TokenDigest.sha256(id.getBytes(US_ASCII)));
    }

    private void removeOld() {
        long now = nanos.getAsLong();
        Iterator<Session> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext() && now - oldestFirst.next().since >= LIFETIME.toNanos()) {
            oldestFirst.remove();
        }
    }
}

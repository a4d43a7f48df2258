package io.ddm.daemon.access;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests that a web page makes through an operator's browser: by a name that resolves to our address (DNS
 * rebinding), which {@code Host} shows, or from another site, which {@code Origin} and {@code Sec-Fetch-Site} show.
 * Only browsers send the latter two. A request without {@code Host} does not come from a browser and is served.
 */
public final class HostCheck {

    /** An address in brackets, perhaps with a zone, or a name or IPv4 address, and a port. */
    private static final Pattern AUTHORITY = Pattern
            .compile("(?:\\[([0-9a-fA-F:.]+)(?:%[^\\]]*)?]|([^:\\[\\]@/?#\\s]+))(?::\\d{0,5})?");

    /**
     * The request target in absolute form, which takes precedence over {@code Host} (RFC 9112, section 3.2.2).
     */
    private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#]*).*");

    private static final Pattern ORIGIN = Pattern.compile("https?://(.*)");

    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private static final String ANY_LABEL = "*";

    private final Set<String> names;

    /**
     * Why a request is rejected.
     *
     * @param cause for metrics, one of a fixed set
     * @param message for the client
     */
    record Problem(String cause, String message) {}

    /**
     * @param names names that are served, in addition to addresses and {@code localhost}; <code>*.</code> stands for
     *     one label
     */
    HostCheck(Collection<String> names) {
        this.names = new LinkedHashSet<>();
        this.names.add("localhost");
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** The problem with a request, if there is one. */
    Optional<Problem> problem(HttpServerRequest request) {
        Matcher absolute = ABSOLUTE.matcher(request.uri());
        if ((absolute.matches() && !isServed(absolute.group(1)))
                || !request.headers().getAll("host").stream().allMatch(this::isServed)) {
            return Optional.of(new Problem("foreign host", "this host name is not served: use an address, localhost,"
                    + " a name in the server's certificate, or one given with --admin-host"));
        }
        boolean isForeign = !request.headers().getAll("sec-fetch-site").stream().allMatch(SAME_SITE::contains)
                || !request.headers()
                        .getAll("origin")
                        .stream()
                        .allMatch(origin -> isOurs(origin, request.getHeader("host")));
        return isForeign
                ? Optional.of(new Problem("foreign origin", "requests from web pages of other sites are not served"))
                : Optional.empty();
    }

    private static boolean isOurs(String origin, @Nullable String host) {
        Matcher matcher = ORIGIN.matcher(origin);
        return matcher.matches() && matcher.group(1).equalsIgnoreCase(host);
    }

    private boolean isServed(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            return authority.isEmpty();
        }
        if (matcher.group(1) != null) {
            return isAddress(matcher.group(1));
        }
        String host = matcher.group(2).toLowerCase(Locale.ROOT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        int dot = name.indexOf('.');
        return names.contains(name) || (dot > 0 && names.contains(ANY_LABEL + name.substring(dot))) || isAddress(host);
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

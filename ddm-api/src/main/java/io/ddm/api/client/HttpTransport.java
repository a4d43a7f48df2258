package io.ddm.api.client;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.client.AdminClientException.Kind;
import io.ddm.fsm.model.Ipv6Address;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** Uses {@link HttpURLConnection}, which starts fastest: a command-line tool loads its HTTP client at each start. */
final class HttpTransport implements AdminTransport {

    private final String host;
    private final int port;
    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final AdminCredentials credentials;
    private final Resolver resolver;

    /** Resolves names. */
    interface Resolver {
        List<InetAddress> resolve(String name) throws UnknownHostException;
    }

    /**
     * @throws IllegalArgumentException if the host is neither an address nor a name, or the port is invalid
     */
    HttpTransport(String host, int port, Duration connectTimeout, Duration readTimeout, AdminCredentials credentials) {
        this(host, port, connectTimeout, readTimeout, credentials, name -> List.of(InetAddress.getAllByName(name)));
    }

    HttpTransport(String host, int port, Duration connectTimeout, Duration readTimeout, AdminCredentials credentials,
            Resolver resolver) {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("invalid port " + port + ": must be 1 to 65535");
        }
        this.credentials = credentials;
        this.port = port;
        URI daemon = uri(credentials, host, port);
        // The URI parser splits texts such as "user@host".
        String parsed = String.valueOf(daemon.getHost());
        if (!parsed.equals(host) && !parsed.equals("[" + host + "]")) {
            throw new IllegalArgumentException(notAHost(host));
        }
        this.host = host;
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
        this.resolver = resolver;
    }

    /**
     * @param address an address without brackets, or a name
     * @throws IllegalArgumentException if it is neither
     */
    private static URI uri(AdminCredentials credentials, String address, int port) {
        try {
            String scheme = credentials.tls().isPresent() ? "https" : "http";
            return new URI(scheme, null, address, port, null, null, null).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notAHost(address), e);
        }
    }

    private static String notAHost(String host) {
        return "'" + host + "' is neither an address nor a host name";
    }

    @Override
    public Answer send(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws IOException, AdminClientException {
        HttpURLConnection connection = connected(version, method, path, readTimeout, body);
        int status = connection.getResponseCode();
        if (status == -1) {
            throw new AdminClientException(Kind.UNEXPECTED, "the reply is not HTTP");
        }
        try (InputStream in = status / 100 == 2 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status,
                    in == null
                            ? new byte[0]
                            : ReplyBody.read(in, ReplyBody.MAX_BYTES,
                                    readTimeout.multipliedBy(ReplyBody.READ_TIMEOUTS)),
                    Objects.requireNonNullElse(connection.getHeaderField(AdminApi.CHANGED_HEADER), ""));
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public Stream follow(ApiVersion version, String path, Duration silence) throws IOException, AdminClientException {
        HttpURLConnection connection = connected(version, "GET", path, silence, null);
        int status = connection.getResponseCode();
        if (status == -1) {
            throw new AdminClientException(Kind.UNEXPECTED, "the reply is not HTTP");
        }
        InputStream in = status / 100 == 2 ? connection.getInputStream() : connection.getErrorStream();
        return new Stream(status, new FilterInputStream(in == null ? InputStream.nullInputStream() : in) {
            // To close the stream itself would read what is left of it.
            @Override
            public void close() {
                connection.disconnect();
            }
        });
    }

    /** Tries the addresses of the host in turn, until one accepts the connection. */
    private HttpURLConnection connected(ApiVersion version, String method, String path, Duration readWithin,
            byte @Nullable [] body) throws IOException, AdminClientException {
        requireZone();
        AdminClientException first = null;
        for (String address : addresses()) {
            HttpURLConnection connection = prepared(address, version, method, path, readWithin);
            try {
                connect(connection, body);
                return connection;
            } catch (AdminClientException e) {
                first = first == null ? e : first;
            }
        }
        throw Objects.requireNonNull(first, "there is at least one address");
    }

    /** The addresses of a name, IPv6 first; over TLS the name itself, because the certificate is checked against it. */
    private List<String> addresses() throws IOException {
        if (isTls() || host.indexOf(':') >= 0) {
            return List.of(host);
        }
        List<InetAddress> addresses = resolver.resolve(host);
        if (addresses.size() == 1) {
            return List.of(host);
        }
        return addresses.stream()
                .sorted(Comparator.comparing(Inet4Address.class::isInstance))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private HttpURLConnection prepared(String address, ApiVersion version, String method, String path,
            Duration readWithin) throws IOException {
        URI request = uri(credentials, address, port).resolve(path);
        HttpURLConnection connection = (HttpURLConnection) request.toURL().openConnection(Proxy.NO_PROXY);
        credentials.tls().ifPresent(tls -> ((HttpsURLConnection) connection).setSSLSocketFactory(tls));
        credentials.token().ifPresent(token -> connection.setRequestProperty("authorization", "Bearer " + token));
        connection.setRequestMethod(method);
        connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(readWithin.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty(AdminApi.VERSION_HEADER, version.text());
        return connection;
    }

    /** Checks the zone first, because the kernel's error for a missing one is only "invalid argument". */
    private void requireZone() throws AdminClientException {
        int zone = host.indexOf('%');
        if (host.indexOf(':') < 0) {
            return;
        }
        try {
            boolean linkLocal = Ipv6Address.parse(zone < 0 ? host : host.substring(0, zone)).isLinkLocal();
            if (linkLocal && zone < 0) {
                throw new AdminClientException(Kind.INVALID_ZONE, "a link-local address needs its interface");
            }
            String name = host.substring(zone + 1);
            if (zone >= 0 && !name.matches("[0-9]+") && NetworkInterface.getByName(name) == null) {
                throw new AdminClientException(Kind.INVALID_ZONE, "there is no interface '" + name + "' here");
            }
        } catch (IllegalArgumentException | SocketException e) {
            // The attempt to connect reports the error.
        }
    }

    /** Connects, and writes the body if there is one. Before the connection is established, nothing is executed. */
    private static void connect(HttpURLConnection connection, byte @Nullable [] body)
            throws IOException, AdminClientException {
        if (body != null) {
            connection.setRequestProperty("content-type", AdminApi.JSON);
            connection.setDoOutput(true);
            // Without a fixed length the JDK may send a failed request a second time.
            connection.setFixedLengthStreamingMode(body.length);
        }
        try {
            connection.connect();
        } catch (SocketTimeoutException e) {
            throw new AdminClientException(Kind.UNREACHABLE, "connection attempt timed out", e);
        } catch (SocketException e) {
            // During the attempt to connect nothing has been sent.
            throw ConnectFailure.overTcp(e);
        }
        if (body != null) {
            connection.getOutputStream().write(body);
        }
    }

    @Override
    public boolean isTls() {
        return credentials.tls().isPresent();
    }
}

package io.ddm.daemon.net;

import io.ddm.api.access.ExchangeReply;
import io.ddm.api.access.ExchangeRequest;
import io.ddm.api.access.RequestProof;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.EncodedUpdate;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.observe.PacedLog;
import io.ddm.fsm.Event;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.PeerIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our side of the exchange with one peer, for as long as its session lasts. Speaks the version that the peer said, and
 * reports each outcome as an event of the session's epoch. Every request is bounded in time, its answer in size.
 */
public final class ExchangeClient {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeClient.class);
    private static final PacedLog PACED = new PacedLog(LOG);

    /** A pull and a push may be under way at a time. */
    private static final int CONNECTIONS = 2;

    /** The peer has told exactly what we hold of it. */
    private static final int NOT_MODIFIED = 304;

    /** The largest table that is taken from a peer, in bytes; about half a million prefixes. */
    private static final int MAX_REPLY_BYTES = 64 * 1024 * 1024;

    private final String name;
    private final long epoch;
    private final PeerIdentity peer;
    private final Extensions ours;
    private final Duration timeout;
    private final int interfaceIndex;
    private final int port;
    private final ExchangeCodec codec;
    private final Consumer<Event> events;
    private final NetObserver observer;
    private final Optional<ExchangeProofs> proofs;
    private final Ipv6Address address;
    private final HttpClient client;
    private String challenge = "";
    /** The header of pulls; there is one under way at a time. */
    private String said;

    ExchangeClient(Vertx vertx, OpenLink link, long epoch, PeerIdentity peer, NetConfig config, Consumer<Event> events,
            NetObserver observer) {
        this.name = link.name();
        this.epoch = epoch;
        this.peer = peer;
        this.ours = config.ours();
        this.said = ExtensionsHeader.format(ours);
        this.timeout = config.exchangeTimeout();
        this.interfaceIndex = link.index();
        this.port = config.exchangePort();
        this.codec = ExchangeCodec.of(peer.version());
        this.events = events;
        this.observer = observer;
        this.proofs = config.proofs();
        this.address = link.address();
        this.client = vertx.createHttpClient(options(link.address(), link.index()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    static HttpClientOptions options(Ipv6Address address, int interfaceIndex) {
        // The peer knows us by our address, so requests must not leave from another one of the same interface.
        HttpClientOptions options = new HttpClientOptions().setLocalAddress(
                LinkLocal.inetAddress(address, interfaceIndex).getHostAddress());
        // What we gave up is gone: without this the kernel goes on sending it for minutes, even when we are dead, and it
        // overtakes what we said since.
        options.setSoLinger(0);
        return options;
    }

    /** Whom we speak to. */
    PeerIdentity peer() {
        return peer;
    }

    /** Asks for the peer's whole table, unless it is what we hold. */
    public void pull(Optional<TableDigest> held) {
        said = ExtensionsHeader.format(ours, held);
        send(HttpMethod.GET, "pull", Buffer.buffer()).onComplete(reply -> {
            if (reply.failed()) {
                events.accept(new Event.PullFailed(name, epoch, reason(reply.cause())));
                return;
            }
            if (reply.result().status() == NOT_MODIFIED) {
                events.accept(held.isPresent()
                        ? new Event.PullUnchanged(name, epoch, ExtensionsHeader.parse(reply.result().extensions()))
                        : new Event.PullFailed(name, epoch, "status 304, which was not asked for"));
                return;
            }
            try {
                Decoded<List<PathVector>> table = codec.decodePullReply(reply.result().body().getBytes());
                skipped(table.skipped());
                events.accept(new Event.PullCompleted(name, epoch, table.value(),
                        ExtensionsHeader.parse(reply.result().extensions())));
            } catch (BadJsonException e) {
                events.accept(new Event.PullFailed(name, epoch, e.getMessage()));
            }
        });
    }

    /**
     * Tells an update, body after body; the first that fails ends it. A body that the peer refuses for what it is
     * (status 400 or 413) may be too large for it, whatever it said: the update is then told in two halves, down to
     * single entries.
     */
    public void push(Update update, Extensions theirs) {
        tell(update, theirs).onComplete(result -> events.accept(result.succeeded()
                ? new Event.PushCompleted(name, epoch)
                : new Event.PushFailed(name, epoch, reason(result.cause()))));
    }

    private Future<Void> tell(Update update, Extensions theirs) {
        EncodedUpdate encoded = codec.encodeUpdate(update, theirs);
        if (!encoded.leftOut().isEmpty()) {
            LOG.error("{}: {} takes no body large enough for {}", name, peer.id(), encoded.leftOut());
        }
        Future<Void> all = Future.succeededFuture();
        for (byte[] body : encoded.bodies()) {
            all = all.compose(previous -> send(HttpMethod.PUT, "push", Buffer.buffer(body)).mapEmpty());
        }
        return all.recover(failure -> {
            if (failure instanceof RefusedException refused && refused.isForTheBody() && update.size() > 1) {
                List<Update> halves = update.halves();
                return tell(halves.get(0), theirs).compose(told -> tell(halves.get(1), theirs));
            }
            return Future.failedFuture(failure);
        });
    }

    /** Abandons what is under way. */
    public void close() {
        client.close();
    }

    private record Reply(int status, Buffer body, String extensions, @Nullable String proof) {}

    private Future<Reply> send(HttpMethod method, String what, Buffer body) {
        if (proofs.isEmpty()) {
            return send(method, what, body, Optional.empty());
        }
        ExchangeProofs ours = proofs.get();
        // A peer that has not asked for a proof yet may be anybody, and is told an empty update first.
        Buffer first = challenge.isEmpty() && method.equals(HttpMethod.PUT) ? Buffer.buffer("{}") : body;
        return prove(ours, method, what, first).recover(failure -> {
            if (failure instanceof RefusedException refused && !refused.challenge().isEmpty()) {
                challenge = refused.challenge();
                return prove(ours, method, what, body);
            }
            return Future.failedFuture(failure);
        }).onFailure(this::unproven);
    }

    private Future<Reply> prove(ExchangeProofs keys, HttpMethod method, String what, Buffer body) {
        RequestProof proof = keys.prove(new ExchangeRequest(method.name(), path(what), address, peer.address(),
                said(method), body.getBytes()), challenge);
        return send(method, what, body, Optional.of(proof)).compose(reply -> {
            ExchangeReply signed = new ExchangeReply(reply.status, reply.extensions, reply.body.getBytes());
            return keys.isProven(signed, reply.proof, proof)
                    ? Future.succeededFuture(reply)
                    : Future.failedFuture(new UnprovenException());
        });
    }

    private Future<Reply> send(HttpMethod method, String what, Buffer body, Optional<RequestProof> proof) {
        RequestOptions options = new RequestOptions().setServer(SocketAddress.inetSocketAddress(
                LinkLocal.socketAddress(peer.address(), interfaceIndex, port))).setHost(
                        "[" + peer.address() + "]").setPort(port).setMethod(method).setURI(
                                path(what)).setConnectTimeout(
                                        timeout.toMillis()).putHeader(ExtensionsHeader.NAME,
                                                said(method));
        proof.ifPresent(shown -> options.putHeader(RequestProof.HEADER, shown.toString()));
        List<HttpClientRequest> begun = new ArrayList<>(1);
        Future<Reply> reply = client.request(options).compose(request -> {
            begun.add(request);
            return method.equals(HttpMethod.GET)
                    ? request.send().compose(response -> read(response,
                            response.statusCode() == 200 || response.statusCode() == NOT_MODIFIED))
                    : request.send(body).compose(response -> read(response, response.statusCode() / 100 == 2));
        });
        return reply.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS).onFailure(
                e -> begun.forEach(HttpClientRequest::reset));
    }

    private String said(HttpMethod method) {
        return method.equals(HttpMethod.GET) ? said : ExtensionsHeader.format(ours);
    }

    private String path(String what) {
        return "/v" + codec.version().number() + "/" + what;
    }

    /** Operators shall see that it is the key, and not the link. */
    private void unproven(Throwable failure) {
        if (failure instanceof UnprovenException) {
            events.accept(new Event.PeerUnproven(name, peer.address(), reason(failure)));
        } else if (failure instanceof RefusedException refused && refused.isForTheProof()) {
            events.accept(new Event.PeerUnproven(name, peer.address(), "it takes none of our keys"));
        }
    }

    private static Future<Reply> read(HttpClientResponse response, boolean isGood) {
        if (!isGood) {
            String challenge = RequestProof.demanded(response.getHeader("www-authenticate")).orElse("");
            return response.body().compose(body -> Future.failedFuture(new RefusedException(response.statusCode(),
                    response.statusMessage() + ": " + firstOf(body), challenge)));
        }
        Promise<Reply> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_REPLY_BYTES) {
                read.tryFail("the reply is larger than " + MAX_REPLY_BYTES + " bytes");
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(read::tryFail);
        response.endHandler(ended -> read.tryComplete(new Reply(response.statusCode(), body,
                Objects.requireNonNullElse(response.getHeader(ExtensionsHeader.NAME), ""),
                response.getHeader(RequestProof.HEADER))));
        return read.future();
    }

    private void skipped(List<String> entries) {
        if (!entries.isEmpty()) {
            observer.entriesSkipped(name, entries.size());
            PACED.warn(name, name + ": skipped in the table of " + peer.id() + ": " + String.join("; ", entries));
        }
    }

    /** Enough of an error body to recognise it by. */
    private static String firstOf(Buffer body) {
        String text = body.toString().replaceAll("\\s+", " ");
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

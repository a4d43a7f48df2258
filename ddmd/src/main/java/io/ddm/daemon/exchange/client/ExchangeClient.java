package io.ddm.daemon.exchange.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.auth.ExchangeReply;
import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.EncodedUpdate;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.BudgetExceededException;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.exchange.client.PeerConnection.Answer;
import io.ddm.daemon.exchange.client.PeerRequests.Conversation;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client of one session with a peer. Uses the peer's protocol version, and reports each outcome as an event of the
 * session's epoch. Each operation runs on a virtual thread of its own, so a slow peer does not delay the router; every
 * request is bounded in time, and every reply in size.
 */
public final class ExchangeClient {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);
    private static final byte[] NO_BODY = {};
    private static final byte[] EMPTY_UPDATE = "{}".getBytes(UTF_8);

    /** Bound on the body of an acknowledgment, which should be empty. */
    private static final int MAX_ACKNOWLEDGMENT_BYTES = 4 * 1024;

    /** We have lost nothing of what the peer has sent. */
    private static final int NOT_MODIFIED = 304;

    /** A peer changes its challenge when a new process of ours pushes, so it may send two. */
    private static final int MAX_CHALLENGES = 2;

    /** Estimated size of an entry in a body. */
    private static final int ENTRY_BYTES = 128;

    private final String name;
    private final long epoch;
    private final PeerIdentity peer;
    private final PeerCapabilities ours;
    private final ExchangeCodec codec;
    private final Consumer<Event> events;
    private final NetObserver observer;
    private final Optional<ExchangeAuthenticator> authenticator;
    private final Ipv6Address address;
    private final ExchangeResources resources;
    private final PeerRequests requests;
    private final long notBefore;
    private volatile String challenge = "";

    /**
     * @param name the interface
     * @param address our link-local address
     * @param requests its connections
     * @param notBefore earliest time of the first connection, in the time of {@link System#nanoTime}
     */
    public ExchangeClient(String name, Ipv6Address address, long epoch, PeerIdentity peer, ExchangeConfig config,
            PeerRequests requests, ExchangeResources resources, Consumer<Event> events, NetObserver observer,
            long notBefore) {
        this.name = name;
        this.epoch = epoch;
        this.peer = peer;
        this.ours = config.ours();
        this.codec = ExchangeCodec.of(peer.version());
        this.events = events;
        this.observer = observer;
        this.authenticator = config.authenticator();
        this.address = address;
        this.requests = requests;
        this.resources = resources;
        this.notBefore = notBefore;
    }

    /** The peer of this session. */
    public PeerIdentity peer() {
        return peer;
    }

    /**
     * Pulls the peer's whole table, unless we have lost nothing of what it has sent.
     *
     * @param held digest of what we hold of the peer
     */
    public void pull(Optional<TableDigest> held) {
        String extensions = ExtensionsHeader.format(ours, held);
        start(conversation -> {
            try (BodyBudget.Lease lease = resources.budget().lease(name)) {
                Answer answer = send(conversation, "GET", "pull", extensions, NO_BODY, resources.maxTableBytes(),
                        lease);
                if (answer.status() == NOT_MODIFIED) {
                    return held.isPresent()
                            ? new Event.PullUnchanged(name, epoch,
                                    ExtensionsHeader.parse(answer.header(ExtensionsHeader.NAME)))
                            : new Event.PullFailed(name, epoch, "unexpected status 304");
                }
                Decoded<List<PathVector>> table = resources.codecs()
                        .await(name, answer.body().length,
                                () -> codec.decodePullReply(answer.body(), resources.limits()));
                skipped(table);
                return new Event.PullCompleted(name, epoch, table.value(),
                        ExtensionsHeader.parse(answer.header(ExtensionsHeader.NAME)));
            } catch (BudgetExceededException e) {
                observer.replyRefused(name, "memory");
                throw e;
            }
        }, reason -> new Event.PullFailed(name, epoch, reason));
    }

    /**
     * Pushes an update, one body after the other, until one fails. A body that the peer rejects with 400 or 413 may be
     * too large for it, whatever its extensions say: the update is then pushed in two halves, down to single entries.
     */
    public void push(Update update, PeerCapabilities theirs) {
        start(conversation -> {
            send(conversation, update, theirs);
            return new Event.PushCompleted(name, epoch);
        }, reason -> new Event.PushFailed(name, epoch, reason));
    }

    /** Aborts all operations at once. */
    public void close() {
        requests.close();
    }

    /** An operation on the peer; returns the event of its success. */
    private interface Operation {
        Event with(Conversation conversation) throws Exception;
    }

    private void start(Operation operation, Function<String, Event> failed) {
        Thread.ofVirtual().name("exchange " + name).start(() -> {
            try {
                events.accept(outcome(operation, failed));
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: the router has stopped", name);
            }
        });
    }

    private Event outcome(Operation operation, Function<String, Event> failed) {
        try (Conversation conversation = requests.begin()) {
            Thread.sleep(Duration.ofNanos(Math.max(0, notBefore - System.nanoTime())));
            return operation.with(conversation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed.apply("interrupted");
        } catch (Exception e) {
            return failed.apply(reason(e));
        }
    }

    private void send(Conversation conversation, Update update, PeerCapabilities theirs) throws Exception {
        EncodedUpdate encoded = resources.codecs()
                .await(name, (long) ENTRY_BYTES * update.size(),
                        () -> codec.encodeUpdate(update, theirs, resources.hopRoom().fitting(peer.id())));
        if (!encoded.leftOut().isEmpty()) {
            PathVector first = Stream
                    .concat(encoded.leftOut().announce().stream(), encoded.leftOut().withdraw().stream())
                    .findFirst()
                    .orElseThrow();
            PACED.warn(name + " left out", name + ": " + peer.id() + " accepts no body large enough for "
                    + encoded.leftOut().size() + " entries, such as " + first.destination());
        }
        try {
            for (byte[] body : encoded.bodies()) {
                try (BodyBudget.Lease lease = resources.budget().lease(name)) {
                    send(conversation, "PUT", "push", ExtensionsHeader.format(ours), body, MAX_ACKNOWLEDGMENT_BYTES,
                            lease);
                }
            }
        } catch (PeerStatusException e) {
            if (!e.isAboutBody() || update.size() <= 1) {
                throw e;
            }
            for (Update half : update.halves()) {
                send(conversation, half, theirs);
            }
        }
    }

    private Answer send(Conversation conversation, String method, String what, String extensions, byte[] body,
            int maxBytes, BodyBudget.Lease lease) throws Exception {
        try {
            return attempt(conversation, method, what, extensions, body, maxBytes, lease);
        } catch (StaleConnectionException e) {
            LOG.debug("{}: {}", name, e.getMessage());
            // Both requests may be repeated. With a new proof, since the peer may have read the first one.
            return attempt(conversation, method, what, extensions, body, maxBytes, lease);
        }
    }

    private Answer attempt(Conversation conversation, String method, String what, String extensions, byte[] body,
            int maxBytes, BodyBudget.Lease lease) throws Exception {
        String path = "/v" + codec.version().number() + "/" + what;
        List<String> headers = List.of(ExtensionsHeader.NAME + ": " + extensions);
        if (authenticator.isEmpty()) {
            return accepted(method, conversation.ask(method, path, headers, body, maxBytes, lease));
        }
        try {
            return prove(authenticator.get(), conversation, method, path, extensions, body, maxBytes, lease);
        } catch (UnauthenticatedException e) {
            // Operators should see that the key is wrong, not the link.
            events.accept(new Event.PeerUnauthenticated(name, peer.address(), reason(e)));
            throw e;
        } catch (PeerStatusException e) {
            if (e.isAboutProof()) {
                events.accept(new Event.PeerUnauthenticated(name, peer.address(), "the peer rejects all of our keys"));
            }
            throw e;
        }
    }

    private Answer prove(ExchangeAuthenticator keys, Conversation conversation, String method, String path,
            String extensions, byte[] body, int maxBytes, BodyBudget.Lease lease) throws Exception {
        for (int challenges = 0;; challenges++) {
            // Until the peer has sent a challenge it is not authenticated, so the first update is empty.
            byte[] sent = challenge.isEmpty() && method.equals("PUT") ? EMPTY_UPDATE : body;
            String current = challenge;
            RequestProof proof = resources.codecs()
                    .await(name, sent.length,
                            () -> keys.prove(
                                    new ExchangeRequest(method, path, address, peer.address(), extensions, sent),
                                    current));
            Answer answer;
            try {
                answer = accepted(method, conversation.ask(method, path,
                        List.of(ExtensionsHeader.NAME + ": " + extensions, RequestProof.HEADER + ": " + proof), sent,
                        maxBytes, lease));
            } catch (PeerStatusException e) {
                if (e.challenge().isEmpty() || challenges == MAX_CHALLENGES) {
                    throw e;
                }
                challenge = e.challenge();
                continue;
            }
            boolean proven = resources.codecs()
                    .await(name, answer.body().length, () -> keys.isProven(
                            new ExchangeReply(answer.status(), answer.header(ExtensionsHeader.NAME), answer.body()),
                            answer.header(RequestProof.HEADER), proof));
            if (!proven) {
                throw new UnauthenticatedException();
            }
            return answer;
        }
    }

    private static Answer accepted(String method, Answer answer) throws PeerStatusException {
        boolean isUnchanged = answer.status() == NOT_MODIFIED && method.equals("GET");
        if (answer.status() / 100 != 2 && !isUnchanged) {
            throw new PeerStatusException(answer.status(), answer.phrase() + ": " + PeerConnection.text(answer.body()),
                    RequestProof.challengeOf(answer.header("www-authenticate")).orElse(""));
        }
        return answer;
    }

    private void skipped(Decoded<?> table) {
        if (table.skippedCount() > 0) {
            observer.entriesSkipped(name, table.skippedCount());
            PACED.warn(name, name + ": skipped in the table of " + peer.id() + ": " + table.skippedLine());
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

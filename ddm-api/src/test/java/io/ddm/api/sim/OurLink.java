package io.ddm.api.sim;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.EncodedUpdate;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shell of one interface of ours: its sockets, and the client's side of the exchange. */
final class OurLink {

    private static final long TIMEOUT_MICROS = 3_000_000;

    private final OurRouter router;
    private final SimPort port;
    private final List<SimExchange> asking = new ArrayList<>();
    private boolean open;
    private @Nullable PeerIdentity peer;
    private long closedEpoch;
    private boolean pulling;
    private boolean pushing;

    OurLink(OurRouter router, SimPort port) {
        this.router = router;
        this.port = port;
    }

    SimPort port() {
        return port;
    }

    boolean isOpen() {
        return open;
    }

    void open(boolean now) {
        open = now;
    }

    @Nullable
    PeerIdentity peer() {
        return peer;
    }

    void peer(@Nullable PeerIdentity now) {
        peer = now;
    }

    boolean isLive(long epoch, PeerIdentity with) {
        return with.equals(peer) && epoch > closedEpoch;
    }

    boolean isPulling() {
        return pulling;
    }

    boolean isPushing() {
        return pushing;
    }

    void pull(Effect.Pull pull) {
        pulling = true;
        ExchangeCodec codec = ExchangeCodec.of(pull.peer().version());
        ask(SimExchange.pull(codec.version(), router.extensions(pull.held())), pull.epoch(), pull.peer(), reply -> {
            pulling = pulling && pull.epoch() <= closedEpoch;
            router.tell(pulled(codec, pull.epoch(), reply));
        }, reason -> {
            pulling = pulling && pull.epoch() <= closedEpoch;
            router.tell(new Event.PullFailed(port.name(), pull.epoch(), reason));
        });
    }

    private Event pulled(ExchangeCodec codec, long epoch, SimExchange.Reply reply) {
        if (reply.status() == 304) {
            return new Event.PullUnchanged(port.name(), epoch, ExtensionsHeader.parse(reply.extensions()));
        }
        if (reply.status() != 200) {
            return new Event.PullFailed(port.name(), epoch, "status " + reply.status());
        }
        try {
            Decoded<List<PathVector>> table = codec.decodePullReply(reply.body());
            Invariants.nothingSkipped(table.skipped());
            return new Event.PullCompleted(port.name(), epoch, table.value(),
                    ExtensionsHeader.parse(reply.extensions()));
        } catch (BadJsonException e) {
            throw new AssertionError("a reply that we cannot read", e);
        }
    }

    void push(Effect.Push push) {
        pushing = true;
        Deque<Update> parts = new ArrayDeque<>(List.of(push.update()));
        tell(push, parts, new ArrayDeque<>());
    }

    /** Tells what is left, body after body; a part that is refused for its size is told in halves. */
    private void tell(Effect.Push push, Deque<Update> parts, Deque<byte[]> bodies) {
        if (bodies.isEmpty() && !parts.isEmpty()) {
            bodies.addAll(encode(push.peer(), push.extensions(), parts.getFirst()));
        }
        if (bodies.isEmpty()) {
            pushed(push, new Event.PushCompleted(port.name(), push.epoch()));
            return;
        }
        SimExchange.Request request = new SimExchange.Request(true, push.peer().version(), router.extensions(),
                bodies.removeFirst());
        ask(request, push.epoch(), push.peer(), reply -> {
            if (reply.status() / 100 == 2) {
                if (bodies.isEmpty()) {
                    parts.removeFirst();
                }
                tell(push, parts, bodies);
            } else if (reply.status() == 400 && parts.getFirst().size() > 1) {
                List<Update> halves = parts.removeFirst().halves();
                parts.addFirst(halves.get(1));
                parts.addFirst(halves.get(0));
                bodies.clear();
                tell(push, parts, bodies);
            } else {
                pushed(push, new Event.PushFailed(port.name(), push.epoch(), "status " + reply.status()));
            }
        }, reason -> pushed(push, new Event.PushFailed(port.name(), push.epoch(), reason)));
    }

    private List<byte[]> encode(PeerIdentity to, PeerCapabilities theirs, Update update) {
        EncodedUpdate encoded = ExchangeCodec.of(to.version()).encodeUpdate(update, theirs, router.hopRoom(to.id()));
        if (!encoded.leftOut().isEmpty()) {
            throw new AssertionError(port.owner().id() + " cannot tell " + encoded.leftOut());
        }
        return encoded.bodies();
    }

    private void pushed(Effect.Push push, Event outcome) {
        pushing = pushing && push.epoch() <= closedEpoch;
        router.tell(outcome);
    }

    private void ask(SimExchange.Request request, long epoch, PeerIdentity to, Consumer<SimExchange.Reply> replied,
            Consumer<String> failed) {
        if (epoch <= closedEpoch) {
            return;
        }
        SimExchange exchange = new SimExchange(port.owner().net(), port, router, to.address(), request, replied,
                failed);
        asking.removeIf(SimExchange::isDone);
        asking.add(exchange);
        exchange.send(TIMEOUT_MICROS);
    }

    void closeSession(long epoch) {
        closedEpoch = epoch;
        pulling = false;
        pushing = false;
        asking.forEach(SimExchange::abandon);
        asking.clear();
    }
}

package io.ddm.daemon.exchange.server;

import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pushes on one link from senders that are not its peer. A reference peer pushes as soon as it has discovered us, which
 * may be before we discover it; so a few of these pushes wait undecoded. Lives on the router's context.
 */
final class HeldPushes {

    /** The same as for requests that wait in the router; a reference peer times out after 3 s. */
    static final Duration MAX_WAIT = Duration.ofSeconds(2);

    static final int MAX_HELD = 8;

    /** A peer sends one push at a time. */
    static final int MAX_HELD_PER_SOURCE = 2;

    private final Vertx vertx;
    private final Consumer<ArrivedPush> dropped;
    private final List<ArrivedPush> held = new ArrayList<>();

    /**
     * @param dropped receives each push whose connection is closed because its sender did not become the peer
     */
    HeldPushes(Vertx vertx, Consumer<ArrivedPush> dropped) {
        this.vertx = vertx;
        this.dropped = dropped;
    }

    /** Holds a push; closes its connection if too many are held, or the wait is over. */
    void hold(ArrivedPush push) {
        long ofSource = held.stream().filter(other -> other.source().equals(push.source())).count();
        if (held.size() >= MAX_HELD || ofSource >= MAX_HELD_PER_SOURCE) {
            drop(push);
            return;
        }
        held.add(push);
        push.call().request().response().closeHandler(closed -> held.remove(push));
        vertx.setTimer(MAX_WAIT.toMillis(), late -> {
            if (held.remove(push)) {
                drop(push);
            }
        });
    }

    /** Removes and returns the pushes of this sender, in their order of arrival. */
    List<ArrivedPush> takeFrom(Ipv6Address source) {
        List<ArrivedPush> taken = held.stream().filter(push -> push.source().equals(source)).toList();
        held.removeAll(taken);
        return taken;
    }

    private void drop(ArrivedPush push) {
        dropped.accept(push);
        push.call().drop();
    }
}

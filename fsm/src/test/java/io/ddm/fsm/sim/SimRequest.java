package io.ddm.fsm.sim;

import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTTP request on its way: a push if it has an update, else a pull. */
final class SimRequest {

    private static final long TIMEOUT_MICROS = 3_000_000;

    private final SimNetwork net;
    private final SimPort client;
    private final int incarnation;
    private final long epoch;
    private final Ipv6Address to;
    private final @Nullable Update update;
    private boolean abandoned;
    private boolean answerLost;
    private boolean done;

    SimRequest(SimNetwork net, SimPort client, long epoch, Ipv6Address to, @Nullable Update update) {
        this.net = net;
        this.client = client;
        this.incarnation = client.owner().incarnation();
        this.epoch = epoch;
        this.to = to;
        this.update = update;
    }

    void send() {
        net.after(net.delay(), this::arrive);
        net.after(TIMEOUT_MICROS, () -> fail("timeout"));
    }

    SimPort client() {
        return client;
    }

    long epoch() {
        return epoch;
    }

    boolean isDone() {
        return done;
    }

    /** The client gave up; what has not arrived will not, but an answer under way still comes, and is stale. */
    void abandon() {
        abandoned = true;
    }

    private void arrive() {
        SimPort server = client.otherEnd();
        if (abandoned || done || !isClientAlive() || !client.link().isUp() || net.chance(net.weather().httpLoss())) {
            return;
        }
        if (!server.isOpen() || !server.address().equals(to)) {
            net.after(net.delay(), () -> fail("connection refused"));
            return;
        }
        answerLost = net.chance(net.weather().httpLoss());
        Update told = update;
        if (told == null) {
            server.owner().pullArrived(server, this);
        } else if (answerLost && told.announce().size() > 1 && net.chance(0.5)) {
            // A push goes out in several bodies; this one broke off on the way.
            int some = net.random().nextInt(told.announce().size());
            server.owner().pushArrived(server, this, new Update(told.announce().subList(0, some), List.of()));
        } else {
            server.owner().pushArrived(server, this, told);
        }
    }

    void dropped() {
        net.after(net.delay(), () -> fail("connection closed"));
    }

    void accepted() {
        answer(() -> client.owner().pushCompleted(client, epoch));
    }

    void answered(List<PathVector> table, Extensions extensions) {
        answer(() -> client.owner().pullCompleted(client, epoch, table, extensions));
    }

    private void answer(Runnable completion) {
        if (!answerLost) {
            net.after(net.delay(), () -> {
                if (!done && client.link().isUp()) {
                    done = true;
                    if (isClientAlive()) {
                        completion.run();
                    }
                }
            });
        }
    }

    private void fail(String reason) {
        if (!done) {
            done = true;
            if (isClientAlive()) {
                client.owner().requestFailed(client, epoch, update != null, reason);
            }
        }
    }

    private boolean isClientAlive() {
        return client.owner().incarnation() == incarnation && client.owner().isAlive();
    }
}

package io.ddm.api.sim;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.ProtocolVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One HTTP request of the exchange on its way, and its answer. */
final class SimExchange {

    /**
     * What is asked.
     *
     * @param push whether it is a push; else a pull
     * @param extensions the header with that name; null without
     */
    @SuppressWarnings("ArrayRecordComponent") // shared by all and changed by nobody
    record Request(boolean push, ProtocolVersion version, @Nullable String extensions, byte[] body) {}

    /** What is answered. */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int status, @Nullable String extensions, byte[] body) {}

    private static final byte[] NO_BODY = {};

    private final SimNetwork net;
    private final SimPort client;
    private final Speaker speaker;
    private final Ipv6Address to;
    private final Request request;
    private final Consumer<Reply> replied;
    private final Consumer<String> failed;
    private int server;
    private boolean abandoned;
    private boolean answerLost;
    private boolean done;

    /**
     * @param speaker who asks; hears nothing once it is not the process at its place any more
     * @param to the address of the server
     */
    SimExchange(SimNetwork net, SimPort client, Speaker speaker, Ipv6Address to, Request request,
            Consumer<Reply> replied, Consumer<String> failed) {
        this.net = net;
        this.client = client;
        this.speaker = speaker;
        this.to = to;
        this.request = request;
        this.replied = replied;
        this.failed = failed;
    }

    static Reply status(int status) {
        return new Reply(status, null, NO_BODY);
    }

    static Request pull(ProtocolVersion version, @Nullable String extensions) {
        return new Request(false, version, extensions, NO_BODY);
    }

    void send(long timeoutMicros) {
        net.countExchange(request.body().length);
        net.after(net.delay(), this::arrive);
        net.after(timeoutMicros, () -> fail("timeout"));
    }

    Request request() {
        return request;
    }

    SimPort client() {
        return client;
    }

    Speaker speaker() {
        return speaker;
    }

    boolean isDone() {
        return done;
    }

    /** Whether the process that the request reached is the one that is there now. */
    boolean isServerTheSame() {
        return client.otherEnd().owner().incarnation() == server;
    }

    /** The client gave up; what has not arrived will not, but an answer under way still comes, and is stale. */
    void abandon() {
        abandoned = true;
    }

    private void arrive() {
        SimPort port = client.otherEnd();
        if (abandoned || done || !isClientAlive() || !client.link().isUp() || net.chance(net.weather().httpLoss())) {
            return;
        }
        Speaker serving = port.owner().process();
        if (serving == null || !serving.listens(port) || !port.address().equals(to)) {
            net.after(net.delay(), () -> fail("connection refused"));
            return;
        }
        server = port.owner().incarnation();
        answerLost = net.chance(net.weather().httpLoss());
        serving.request(port, this);
    }

    /** The server closes the connection without an answer. */
    void drop() {
        net.after(net.delay(), () -> fail("connection closed"));
    }

    void answer(Reply reply) {
        net.countExchange(reply.body().length);
        if (!answerLost) {
            net.after(net.delay(), () -> {
                if (!done && client.link().isUp()) {
                    done = true;
                    if (isClientAlive()) {
                        replied.accept(reply);
                    }
                }
            });
        }
    }

    private void fail(String reason) {
        if (!done) {
            done = true;
            if (isClientAlive()) {
                failed.accept(reason);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // another process at the same place is another client
    private boolean isClientAlive() {
        return client.owner().process() == speaker;
    }
}

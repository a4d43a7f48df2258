package io.ddm.interop.speaker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One link and the neighbor on it, from its first advertisement until it has been silent for 5 s, which is looked at
 * each 2 s. The exchange port is open only while there is a neighbor. A session begins with a pull of at most 250 ms,
 * tried until it is answered, whatever the status; what a push is answered with does not matter, only whether it is.
 */
final class Session {

    static final int EXCHANGE_PORT = 56797;

    private static final long SOLICIT_MS = 2000;
    private static final long EXPIRE_NS = Duration.ofSeconds(5).toNanos();
    private static final int PULL_MS = 250;
    private static final long PULL_PAUSE_MS = 100;
    private static final int PUSH_MS = 3000;
    private static final Duration REFUSAL = Duration.ofSeconds(1);

    private final Speaker speaker;
    private final Stage stage;
    private final Link link;
    private final Discovery discovery;
    private final ExecutorService requests = Executors.newSingleThreadExecutor();
    private @Nullable Neighbor neighbor;
    private @Nullable HttpPort port;
    private long lastHeard;
    private long since;

    Session(Speaker speaker, Stage stage, Link link, String id, int kind) throws IOException {
        this.speaker = speaker;
        this.stage = stage;
        this.link = link;
        this.discovery = new Discovery(link, stage, id, kind, this::advertised);
    }

    /** Begins to speak. */
    void open() throws IOException {
        discovery.open();
        Thread.ofPlatform().start(() -> {
            while (true) {
                interval();
                pause(SOLICIT_MS);
            }
        });
    }

    Link link() {
        return link;
    }

    synchronized Optional<Neighbor> neighbor() {
        return Optional.ofNullable(neighbor);
    }

    /** For how long there has been a neighbor. */
    synchronized Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Tells the neighbor, if there is one; what is told to nobody is lost. */
    void tell(Update update) {
        requests.execute(() -> neighbor().ifPresent(to -> push(to, update)));
    }

    /** The neighbor is lost. */
    synchronized void expire() {
        if (neighbor != null) {
            neighbor = null;
            close();
            requests.execute(() -> speaker.lost(this));
        }
    }

    /** Asks for the neighbor's table, until there is an answer or no neighbor. */
    void pull() {
        requests.execute(() -> {
            for (Optional<Neighbor> to = neighbor(); to.isPresent(); to = neighbor()) {
                if (pulled(to.get())) {
                    return;
                }
                pause(PULL_PAUSE_MS);
            }
        });
    }

    private void interval() {
        discovery.solicit();
        synchronized (this) {
            if (neighbor != null && System.nanoTime() - lastHeard > EXPIRE_NS) {
                expire();
            }
        }
    }

    private synchronized void advertised(Neighbor heard) {
        lastHeard = System.nanoTime();
        if (neighbor != null && neighbor.is(heard)) {
            neighbor = heard;
            return;
        }
        boolean first = neighbor == null;
        neighbor = heard;
        // A neighbor in place of another is not pulled from; that is a defect of the reference.
        if (first) {
            since = lastHeard;
            try {
                port = new HttpPort(new InetSocketAddress(link.own(), EXCHANGE_PORT), this::answer);
                port.open();
            } catch (IOException e) {
                throw new IllegalStateException("cannot listen on " + link, e);
            }
            pull();
        }
    }

    private void close() {
        if (port != null) {
            try {
                port.close();
            } catch (IOException e) {
                System.out.println("closing on " + link.name() + ": " + e);
            }
            port = null;
        }
    }

    private @Nullable HttpMessage answer(HttpMessage request) throws IOException {
        String fault = stage.fault(request.method().equals("GET"));
        HttpMessage answer = switch (fault) {
            case "" -> properAnswer(request);
            case "reset" -> null;
            case "refuse" -> {
                refuse();
                yield null;
            }
            case "204" -> HttpPort.answer("204 No Content");
            default -> HttpPort.error(fault + " As Directed", "as directed");
        };
        stage.note("heard", request, answer == null ? fault : answer.second());
        return answer;
    }

    private synchronized void refuse() throws IOException {
        if (port != null) {
            port.refuse(REFUSAL);
        }
    }

    private HttpMessage properAnswer(HttpMessage request) throws IOException {
        String path = request.second();
        Wire wire = path.startsWith(Wire.V3.root() + "/") ? Wire.V3 : Wire.V2;
        switch (request.method() + " " + path) {
            case "GET /v2/pull", "GET /v3/pull" -> {
                return HttpPort.answer("200 OK", wire.table(speaker.offersFor(this)));
            }
            case "PUT /v2/push", "PUT /v3/push" -> {
                if (request.body().length > stage.bodyBytes()) {
                    return HttpPort.error("400 Bad Request",
                            "request body exceeded maximum size of " + stage.bodyBytes() + " bytes");
                }
                try {
                    speaker.told(this, wire.readUpdate(request.body()));
                    return HttpPort.answer("204 No Content");
                } catch (IOException e) {
                    return HttpPort.error("400 Bad Request", "unable to parse JSON body: " + e.getMessage());
                }
            }
            default -> {
                return HttpPort.error("404 Not Found", "Not Found");
            }
        }
    }

    private boolean pulled(Neighbor from) {
        Wire wire = Wire.of(from.said().version());
        try {
            HttpMessage reply = send(from, "GET", wire.root() + "/pull", new byte[0], PULL_MS);
            Offers offers = wire.readTable(reply.body());
            speaker.told(this, new Update(new Update.Half<>(offers.underlay(), List.of()),
                    new Update.Half<>(offers.tunnel(), List.of())));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void push(Neighbor to, Update update) {
        Wire wire = Wire.of(to.said().version());
        try {
            send(to, "PUT", wire.root() + "/push", wire.update(update), PUSH_MS);
        } catch (SocketTimeoutException e) {
            expire();
        } catch (IOException e) {
            System.out.println("push on " + link.name() + " is lost: " + e);
        }
    }

    /** One request on a connection of its own, with the reference's head. */
    private HttpMessage send(Neighbor to, String method, String path, byte[] body, int ms) throws IOException {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("host", "[" + Link.text(to.address()) + "%" + link.index() + "]:" + EXCHANGE_PORT);
        if (method.equals("PUT")) {
            head.put("content-length", String.valueOf(body.length));
        }
        HttpMessage request = new HttpMessage(method + " " + path + " HTTP/1.1", head, body);
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(link.own(), 0));
            socket.connect(new InetSocketAddress(to.address(), EXCHANGE_PORT), ms);
            socket.setSoTimeout(ms);
            socket.getOutputStream().write(request.bytes());
            HttpMessage reply = HttpMessage.read(socket.getInputStream());
            if (reply == null) {
                throw new IOException("closed without an answer");
            }
            stage.note("sent", request, reply.second());
            return reply;
        } catch (IOException e) {
            stage.note("sent", request, e.toString());
            throw e;
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

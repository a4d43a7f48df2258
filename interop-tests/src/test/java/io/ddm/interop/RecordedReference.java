package io.ddm.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays one side of a recorded session, byte for byte and at the recorded times: its packets, its requests with the
 * heads that it sent, its answers. A process of its own, run in a namespace:
 * {@code RecordedReference RECORD SPEAKER INTERFACE OWN-ADDRESS PEER-ADDRESS}.
 *
 * <p>It shares no code with the product. It listens on the exchange port only from the moment at which the record shows
 * the speaker's first request, as the reference does.
 */
final class RecordedReference {

    private static final Pattern STEP = Pattern.compile("\\s*(\\d+\\.\\d+)\\s+(\\S+) -> (\\S+)\\s+(.*)");
    private static final Pattern PACKET = Pattern.compile("UDP 3549, hop limit (\\d+): ([0-9a-f ]+)");
    private static final int EXCHANGE_PORT = 56797;

    private record Step(long atMs, String to, String what, List<String> text) {}

    private final NetworkInterface link;
    private final Inet6Address own;
    private final Inet6Address peer;
    private final List<Step> steps;

    private RecordedReference(Path record, String speaker, String link, String own, String peer) throws IOException {
        this.link = NetworkInterface.getByName(link);
        this.own = scoped(own);
        this.peer = scoped(peer);
        this.steps = read(record, speaker);
    }

    public static void main(String[] args) throws Exception {
        new RecordedReference(Path.of(args[0]), args[1], args[2], args[3], args[4]).play();
    }

    private static List<Step> read(Path record, String speaker) throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean speaking = false;
        for (String line : Files.readAllLines(record)) {
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                speaking = step.group(2).equals(speaker);
                if (speaking) {
                    steps.add(new Step(Math.round(Double.parseDouble(step.group(1)) * 1000), step.group(3),
                            step.group(4), new ArrayList<>()));
                }
            } else if (speaking) {
                steps.getLast().text().add(line.length() > 10 ? line.substring(10) : "");
            }
        }
        return steps;
    }

    private void play() throws Exception {
        long began = System.nanoTime();
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, link);
            channel.bind(new InetSocketAddress(own, 3549));
            boolean listening = false;
            for (Step step : steps) {
                Thread.sleep(Math.max(0, step.atMs() - (System.nanoTime() - began) / 1_000_000));
                Matcher packet = PACKET.matcher(step.what());
                if (packet.matches()) {
                    InetAddress to = step.to().startsWith("ff") ? scoped(step.to()) : peer;
                    channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, Integer.parseInt(packet.group(1)));
                    channel.send(ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(packet.group(2))),
                            new InetSocketAddress(to, 3549));
                } else if (step.what().equals("HTTP") && !step.text().getFirst().startsWith("HTTP/")) {
                    if (!listening) {
                        listening = true;
                        listen();
                    }
                    System.out.println(step.text().getFirst() + " -> " + request(step.text()));
                }
            }
        }
        System.out.println("played");
        Thread.sleep(60_000); // goes on answering until it is ended
    }

    /** Sends a recorded request on a connection of its own; returns the first line of the answer. */
    private String request(List<String> text) throws IOException {
        try (Socket socket = new Socket(peer, EXCHANGE_PORT, own, 0)) {
            socket.setSoTimeout(3000);
            socket.getOutputStream().write(message(text));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return length < 0 ? "closed" : new String(answer, 0, length, UTF_8).lines().findFirst().orElse("");
        }
    }

    private void listen() throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(own, EXCHANGE_PORT));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    Thread.ofPlatform().daemon().start(() -> serve(socket));
                } catch (IOException e) {
                    System.out.println("cannot accept: " + e.getMessage());
                    return;
                }
            }
        });
    }

    /** Answers requests as the record does: a pull with the recorded table, a push with 204. */
    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (head.toString().endsWith("\r\n\r\n")) {
                    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
                    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                    System.out.println(
                            "heard " + head.toString().lines().findFirst().orElse("") + " " + new String(body, UTF_8));
                    socket.getOutputStream().write(message(answer(head.toString().startsWith("GET") ? "200" : "204")));
                    head.setLength(0);
                }
            }
        } catch (IOException e) {
            System.out.println("connection: " + e.getMessage());
        }
    }

    private List<String> answer(String status) {
        return steps.stream()
                .map(Step::text)
                .filter(text -> !text.isEmpty() && text.getFirst().startsWith("HTTP/1.1 " + status))
                .findFirst()
                .orElse(List.of("HTTP/1.1 204 No Content", "x-request-id: (uuid)"));
    }

    /** A recorded head and body as bytes, with what the record left out put in. */
    private byte[] message(List<String> text) {
        int blank = text.indexOf("");
        List<String> head = blank < 0 ? text : text.subList(0, blank);
        String body = blank < 0 ? "" : String.join("\n", text.subList(blank + 1, text.size()));
        String joined = String.join("\r\n", head) + "\r\n\r\n" + body;
        return joined.replace("(uuid)", UUID.randomUUID().toString())
                .replace("(HTTP date)", "Fri, 20 Nov 2026 10:00:00 GMT")
                .replaceAll("\\[<\\w+>%", "[" + bare(peer) + "%")
                .getBytes(UTF_8);
    }

    private Inet6Address scoped(String address) throws IOException {
        return Inet6Address.getByAddress(null, InetAddress.getByName(address).getAddress(), link.getIndex());
    }

    private static String bare(Inet6Address address) {
        return address.getHostAddress().replaceAll("%.*", "");
    }
}

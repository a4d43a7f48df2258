package io.ddm.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A flow of numbered packets between two nodes. Several sockets take turns, so that whatever hash the kernel shares
 * equal paths by, both are in use. {@link #main} is either end of it, in a process of its own on its node.
 */
final class Flow implements AutoCloseable {

    private static final int PORT = 7007;
    private static final int SOCKETS = 16;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Process receiver;
    private final Process sender;

    private Flow(Process receiver, Process sender) {
        this.receiver = receiver;
        this.sender = sender;
    }

    /** Begins to send; returns when the first packet has arrived. */
    static Flow start(NetnsLab lab, String from, String source, String to, String destination) {
        try {
            Process receiver = lab.enter(to, java("receive", destination))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            expect(receiver, "bound");
            Process sender = lab.enter(from, java("send", source, destination))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            expect(receiver, "flowing");
            return new Flow(receiver, sender);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What became of the packets. */
    record Result(int sent, int lost) {}

    /** Ends it and counts. */
    Result stop() {
        try {
            sender.getOutputStream().close();
            int sent = Integer.parseInt(sender.inputReader().readLine());
            receiver.outputWriter().write(sent + "\n");
            receiver.outputWriter().flush();
            return new Result(sent, sent - Integer.parseInt(receiver.inputReader().readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sender.descendants().forEach(ProcessHandle::destroyForcibly);
        sender.destroyForcibly();
        receiver.descendants().forEach(ProcessHandle::destroyForcibly);
        receiver.destroyForcibly();
    }

    private static List<String> java(String... arguments) {
        List<String> command = new java.util.ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-cp", System.getProperty("java.class.path"), Flow.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void expect(Process process, String word) throws IOException {
        String line = process.inputReader().readLine();
        if (!word.equals(line)) {
            throw new IOException("expected '" + word + "', not '" + line + "'");
        }
    }

    /** {@code send SOURCE DESTINATION} until the end of input, or {@code receive ADDRESS}. */
    public static void main(String[] args) throws Exception {
        if ("send".equals(args[0])) {
            System.out.println(send(InetAddress.getByName(args[1]), InetAddress.getByName(args[2])));
        } else {
            receive(InetAddress.getByName(args[1]));
        }
    }

    private static int send(InetAddress source, InetAddress destination) throws Exception {
        DatagramSocket[] sockets = new DatagramSocket[SOCKETS];
        for (int i = 0; i < SOCKETS; i++) {
            sockets[i] = new DatagramSocket(new InetSocketAddress(source, 0));
        }
        Thread end = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        int number = 0;
        while (end.isAlive()) {
            byte[] packet = ByteBuffer.allocate(4).putInt(number).array();
            try {
                sockets[number % SOCKETS].send(new DatagramPacket(packet, packet.length, destination, PORT));
            } catch (IOException e) {
                // No route: lost, as the receiver will find out.
                System.err.println("packet " + number + ": " + e.getMessage());
            }
            number++;
            java.util.concurrent.locks.LockSupport.parkNanos(PAUSE_NANOS);
        }
        return number;
    }

    private static void receive(InetAddress address) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, PORT))) {
            System.out.println("bound");
            socket.setSoTimeout(20);
            BitSet seen = new BitSet();
            int first = -1;
            while (System.in.available() == 0) {
                first = take(socket, seen, first);
            }
            int sent = Integer.parseInt(
                    new String(System.in.readNBytes(System.in.available()), java.nio.charset.StandardCharsets.US_ASCII)
                            .strip());
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (seen.cardinality() < sent && System.nanoTime() < until) {
                first = take(socket, seen, first);
            }
            System.out.println(seen.cardinality());
        }
    }

    private static int take(DatagramSocket socket, BitSet seen, int first) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4], 4);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return first;
        }
        int number = ByteBuffer.wrap(packet.getData()).getInt();
        seen.set(number);
        if (first < 0) {
            System.out.println("flowing");
            return number;
        }
        return first;
    }
}

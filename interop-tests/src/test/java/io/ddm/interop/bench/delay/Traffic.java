package io.ddm.interop.bench.delay;

import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packets of several flows from one server to another, from {@link #start} to {@link #stop}. */
final class Traffic {

    private static final String PORT = "7007";
    private static final Path DIRECTORY = Path.of("target/delay").toAbsolutePath();

    private final Process sender;
    private final Process receiver;
    private final int flows;
    private final Path sent;
    private final Path received;

    private Traffic(Process sender, Process receiver, int flows, Path sent, Path received) {
        this.sender = sender;
        this.receiver = receiver;
        this.flows = flows;
        this.sent = sent;
        this.received = received;
    }

    /**
     * Begins to send.
     *
     * @param from such as {@code s1}, whose address is {@code fd00:1::1}
     * @param flows how many there are, each of which sends so many packets a second
     * @param seconds for how long at most
     */
    static Traffic start(Lab lab, String from, String to, int flows, int perSecond, int seconds) throws IOException {
        Files.createDirectories(DIRECTORY);
        Path sent = DIRECTORY.resolve("sent-" + from);
        Path received = DIRECTORY.resolve("received-" + to);
        Process receiver = run(lab, to, "Receiver", Diamond.address(to), PORT, "" + flows * perSecond * seconds,
                received.toString());
        Process sender = run(lab, from, "Sender", Diamond.address(from), Diamond.address(to), PORT, "" + flows,
                "" + perSecond, "" + seconds, sent.toString());
        return new Traffic(sender, receiver, flows, sent, received);
    }

    /** Ends it, and returns when its last packets have arrived. */
    Trace stop() throws IOException {
        sender.getOutputStream().close();
        number(sender);
        receiver.getOutputStream().close();
        number(receiver);
        return Trace.read(flows, sent, received);
    }

    private static Process run(Lab lab, String node, String what, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 2];
        command[0] = "bench/java";
        command[1] = "bench.delay." + what;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Process process = lab.enter(node, command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = process.inputReader().readLine();
        if (!"ready".equals(said)) {
            throw new IOException("the " + what + " on " + node + " says " + said);
        }
        return process;
    }

    private static void number(Process process) throws IOException {
        String said = process.inputReader().readLine();
        if (said == null || !said.matches("\\d+")) {
            throw new IOException("the end of the packets was not reached: " + said);
        }
    }
}

package io.ddm.cli.training;

import io.ddm.cli.Ddmadm;
import io.ddm.cli.view.Terminal;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the start-up cache is trained with: one process does what otherwise several do, because a cache knows the
 * classes of one process. It is in the program's jar, because a cache is for one class path.
 */
public final class Training {

    /** What is typed most, the help, and mistakes. A verb that does not exist is a mistake too. */
    private static final List<List<String>> COMMANDS = List.of(List.of("--help"), List.of("get-peers", "--help"),
            List.of("get-peers"), List.of("get-interfaces"), List.of("get-prefixes"), List.of("get-originated"),
            List.of("status"), List.of("peers"), List.of("links"), List.of("prefixes"), List.of("get-peers", "--none"),
            List.of("--version"));

    private Training() {}

    /**
     * Runs each command against a daemon, or against what answers like one; what it prints and returns does not count.
     *
     * @param args the connection options
     */
    public static void main(String[] args) {
        for (List<String> command : COMMANDS) {
            Ddmadm.run(Terminal.ofProcess(), Stream.concat(Stream.of(args), command.stream()).toArray(String[]::new));
        }
    }
}

package io.ddm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.cli.view.Terminal;
import java.io.ByteArrayOutputStream;

/** The result of one command. */
record Run(int exit, String out, String err) {

    static Run plain(String... args) {
        return run(false, args);
    }

    static Run styled(String... args) {
        return run(true, args);
    }

    private static Run run(boolean styled, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Ddmadm.run(new Terminal(out, err, styled), args);
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }
}

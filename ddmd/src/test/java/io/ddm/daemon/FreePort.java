package io.ddm.daemon;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP port for a test that needs its number before anything listens on it. It lies below the kernel's ephemeral
 * ports (32768 and up by default): one of those can be taken at any time, by any connection of any test that runs
 * beside this one.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int TRIES = 100;

    private FreePort() {}

    /** A port on which nothing listens, on any address. */
    public static int find() throws IOException {
        BindException last = new BindException("not tried");
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_EPHEMERAL);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw last;
    }
}

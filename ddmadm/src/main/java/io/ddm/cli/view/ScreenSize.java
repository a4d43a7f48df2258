package io.ddm.cli.view;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a terminal.
 *
 * @param rows lines, at least 2
 * @param columns characters of a line, at least 1
 */
public record ScreenSize(int rows, int columns) {

    /** Of a terminal that does not say its size, and of output that is no terminal. */
    public static final ScreenSize DEFAULT = new ScreenSize(24, 80);

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})\\s*");

    private static final int TIMEOUT_SECONDS = 1;

    /** The size of the terminal of this process as it is now. The JDK does not know it, so {@code stty} is asked. */
    static ScreenSize ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                stty.destroy();
                return DEFAULT;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return DEFAULT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT;
        }
    }

    /** Reads what {@code stty size} prints; a terminal without a size, as on a serial line, has zeros. */
    static ScreenSize parse(String text) {
        Matcher size = ROWS_AND_COLUMNS.matcher(text);
        if (!size.matches()) {
            return DEFAULT;
        }
        int rows = Integer.parseInt(size.group(1));
        int columns = Integer.parseInt(size.group(2));
        return rows < 2 || columns < 1 ? DEFAULT : new ScreenSize(rows, columns);
    }
}

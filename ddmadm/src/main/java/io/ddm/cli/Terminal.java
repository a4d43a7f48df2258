package io.ddm.cli;

import java.io.Console;

/** Whether what we print is looked at by a person, and what that allows. */
enum Terminal {
    /** A file or a pipe, or somebody who wants no colour. */
    PLAIN,
    /** A terminal that can show dim text. */
    STYLED;

    /** What standard output is. Styles are off where {@code NO_COLOR} is set (no-color.org) or the terminal is dumb. */
    static Terminal ofStandardOutput() {
        String noColor = System.getenv("NO_COLOR");
        boolean wanted = (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        Console console = wanted ? System.console() : null;
        return console != null && console.isTerminal() ? STYLED : PLAIN;
    }

    String dim(String text) {
        return this == STYLED ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}

package io.ddm.cli.view;

/** What a cell means for an operator. Color is never the only sign of it: the text says it too. */
public enum Tone {
    /** Nothing in particular. */
    PLAIN(""),
    /** As it should be. */
    GOOD("\u001b[32m"),
    /** Not yet, or with a doubt. */
    WAITING("\u001b[33m"),
    /** Wrong. */
    BAD("\u001b[31m");

    private final String start;

    Tone(String start) {
        this.start = start;
    }

    /** The text in the color of this tone. */
    String color(String text) {
        return start.isEmpty() ? text : start + text + "\u001b[0m";
    }
}

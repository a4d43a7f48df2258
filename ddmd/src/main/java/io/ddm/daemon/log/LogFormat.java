package io.ddm.daemon.log;

/** The form of a line of the log. */
public enum LogFormat {
    /** For people: time, level, logger and message; a stack trace follows in lines of its own. */
    TEXT,
    /** For programs: one JSON object on each line. */
    JSON
}

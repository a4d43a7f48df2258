package io.ddm.cli.doctor;

import java.util.Locale;

/**
 * The result of one check.
 *
 * @param code what was checked, for programs; stays as it is once it was released
 * @param group what it belongs to
 * @param on the interface that it is about; empty for none
 * @param outcome how it went
 * @param evidence what was seen, with numbers
 * @param consequence what follows for the router; empty if nothing does
 * @param fix what to do; empty if there is nothing to do
 */
public record Finding(String code, Group group, String on, Outcome outcome, String evidence, String consequence,
        String fix) {

    /** The groups of checks, in their order. */
    public enum Group {
        /** The machine; needs no daemon. */
        HOST,
        /** Interfaces of the machine. */
        LINKS,
        /** Neighbors, as the daemon sees them. */
        PEERS,
        /** Routes, as the daemon sees them. */
        ROUTES,
        /** The daemon itself. */
        DAEMON;

        /** Its name on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a check went. */
    public enum Outcome {
        /** As it should be. */
        OK,
        /** It could not be checked; the evidence says why. */
        SKIPPED,
        /** Nothing is lost now, but the cause should be removed. */
        WARNING,
        /** Something does not work. */
        FAILED
    }

    /** A check that is as it should be. */
    static Finding ok(String code, Group group, String evidence) {
        return new Finding(code, group, "", Outcome.OK, evidence, "", "");
    }

    /** A check that could not be made. */
    static Finding skipped(String code, Group group, String why) {
        return new Finding(code, group, "", Outcome.SKIPPED, why, "", "");
    }

    /** Whether an operator should do something. */
    public boolean isBad() {
        return outcome == Outcome.WARNING || outcome == Outcome.FAILED;
    }
}

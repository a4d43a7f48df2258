package io.ddm.daemon.observe;

import java.util.Locale;

/** The catalogue: everything that can be wrong with a router, the worst first, and what to do about it. */
public enum ProblemKind {
    /** Networks have no route, or not all their next hops. */
    ROUTES_REFUSED(Severity.ERROR,
            "look at what the reason names with `ip -6 route` and `ip nexthop`; it is tried again"
                    + " by itself at least every 5 s"),
    /** Nothing can be stored for want of space. */
    STORE_FULL(Severity.ERROR, "make space on the disk of --data-dir; changes are taken again by themselves"),
    /** Nothing can be stored. */
    STORE_UNWRITABLE(Severity.ERROR, "make --data-dir writable for the daemon; changes are taken again by themselves"),
    /** Some of what was stored could not be read at the start. */
    STORE_DAMAGED(Severity.ERROR, "compare `ddmadm get-originated` with what shall be originated, advertise what is"
            + " missing, then restart the daemon to acknowledge this"),
    /** The peer does not take what it is told. */
    PUSHES_FAILING(Severity.ERROR, "look at the peer's log; it is tried again by itself, at least every 5 s"),
    /** The peer does not say what it offers. */
    PULLS_FAILING(Severity.ERROR, "look at the peer's log; it is tried again by itself, at least every 5 s"),
    /** The router was late. */
    LOOP_LAGGING(Severity.WARNING, "give the daemon more processor time, or fewer prefixes"),
    /** An interface that shall be used cannot be. */
    LINK_UNUSABLE(Severity.WARNING, "bring the interface up and give it a link-local address, or do not name it"),
    /** A link is closed for a while. */
    LINK_SUPPRESSED(Severity.ERROR, "report the log of the fault that is named; the link opens again by itself, and to"
            + " keep it closed leave it out of -a"),
    /** Something on a link is not as it should be. */
    LINK_ODD(Severity.WARNING, "look at the cabling and at --router-id on both sides"),
    /** The peer offers what is not taken in. */
    OFFERS_REFUSED(Severity.WARNING, "correct what the peer originates, or this router's --import flags and limits"),
    /** Somebody else changes our routes. */
    ROUTES_REPAIRED(Severity.WARNING, "find out who changes routes of protocol 221: `ip monitor route nexthop`");

    /** How bad it is. */
    public enum Severity {
        /** Routes or acknowledgements are missing. */
        ERROR,
        /** Something is not as it should be, and nothing is lost by it now. */
        WARNING
    }

    private final Severity severity;
    private final String fix;

    ProblemKind(Severity severity, String fix) {
        this.severity = severity;
        this.fix = fix;
    }

    /** Its name for programs, such as {@code store-full}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}

package io.ddm.daemon.health;

import java.util.Locale;
import org.slf4j.event.Level;

/** The catalog: everything that can be wrong with a router, the worst first, and what to do about it. */
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
    /** No interface can be used, or none is configured: this router reaches nobody. */
    NO_INTERFACE(Severity.ERROR, "check the names given with -a against `ip link`, and that the interfaces are up"),
    /** A transit on a kernel that drops what it should forward. */
    FORWARDING_OFF(Severity.ERROR, "run `sysctl -w net.ipv6.conf.all.forwarding=1` in the daemon's network namespace,"
            + " and set it in /etc/sysctl.d"),
    /** A link is up and its peer has fallen silent. */
    PEER_SILENT(Severity.ERROR, "check that the peer's daemon runs and that no firewall drops UDP port 3549"
            + " (solicitations to ff02::dd, unicast advertisements) in either direction; if it was removed for good, "
            + "restart this daemon or remove the interface"),
    /** A peer was lost for another reason and did not come back. */
    PEER_LOST(Severity.ERROR, "check the peer's log for why it does not answer; if it was removed for good, restart"
            + " this daemon or remove the interface"),
    /** A link is closed for a while. */
    LINK_SUPPRESSED(Severity.ERROR, "report the log of the fault that is named; the link opens again by itself, and to"
            + " keep it closed leave it out of -a"),
    /** The router was late. */
    LOOP_LAGGING(Severity.WARNING, "give the daemon more processor time, or fewer prefixes"),
    /** Audits of the kernel fail: what is known of it is old. */
    KERNEL_UNREADABLE(Severity.WARNING, "find the process that changes routes, nexthops or interfaces all the time:"
            + " `ip monitor`; it is tried again by itself, at least every 5 s"),
    /** The kernel uses another protocol's routes where we have ones too. */
    ROUTES_SHADOWED(Severity.WARNING,
            "remove the other route or give it a metric above 1025, unless it is meant to win"),
    /** One lost packet costs a peer. */
    EXPIRE_THRESHOLD_SHORT(Severity.WARNING,
            "set --expire-threshold to at least twice --solicit-interval, or lower --solicit-interval"),
    /** An interface that shall be used does not exist. */
    LINK_MISSING(Severity.WARNING, "check the name against `ip link`, create the interface, or do not name it"),
    /** Another node has the address of an interface. */
    ADDRESS_DUPLICATE(Severity.WARNING,
            "give one of the two nodes another link-local address, then set the link down and up"),
    /** Duplicate address detection has not finished. */
    ADDRESS_TENTATIVE(Severity.WARNING, "it ends by itself within 2 s; if not, check that the link has a carrier at"
            + " both ends and see `ip -6 addr show tentative`"),
    /** An interface that shall be used cannot be. */
    LINK_UNUSABLE(Severity.WARNING, "bring the interface up and give it a link-local address, or do not name it"),
    /** An open link on which no peer has appeared. */
    NO_PEER(Severity.WARNING, "check the cable, that a DDM daemon runs at the other end of it, and that no firewall on"
            + " either router drops UDP port 3549 (solicitations to ff02::dd, unicast advertisements) or the "
            + "exchange on"
            + " TCP port 56797, in both directions"),
    /** Something on a link is not as it should be. */
    LINK_ODD(Severity.WARNING, "look at the cabling and at --router-id on both sides"),
    /** The peer offers what is not taken in. */
    OFFERS_REFUSED(Severity.WARNING, "correct what the peer originates, or this router's --import flags and limits"),
    /** Somebody else changes our routes. */
    ROUTES_REPAIRED(Severity.WARNING, "find out who changes routes of protocol 221: `ip monitor route nexthop`");

    /** How bad it is. */
    public enum Severity {
        /** Routes or acknowledgements are missing. */
        ERROR(Level.ERROR),
        /** Something is not as it should be, and nothing is lost by it now. */
        WARNING(Level.WARN);

        private final Level level;

        Severity(Level level) {
            this.level = level;
        }

        /** The level at which the log reports it. */
        Level level() {
            return level;
        }

        /** As programs see it: {@code error} or {@code warning}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
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

package io.ddm.daemon.health;

import java.util.Locale;
import org.slf4j.event.Level;

/** The catalog of problems, the worst first, and what to do about each. */
public enum ProblemKind {
    /** The kernel rejects routes or next hops. */
    ROUTES_REFUSED(Severity.ERROR,
            "inspect what the reason names with `ip -6 route` and `ip nexthop`; ddmd retries at least every 5 s"),
    /** The disk is full. */
    STORE_FULL(Severity.ERROR, "free space on the disk of --data-dir; ddmd then accepts changes again"),
    /** The store cannot be written. */
    STORE_UNWRITABLE(Severity.ERROR, "make --data-dir writable for the daemon; ddmd then accepts changes again"),
    /** Part of the store could not be read at the start. */
    STORE_DAMAGED(Severity.ERROR, "compare `ddmadm get-originated` with what the router should originate, advertise"
            + " what is missing, then restart the daemon to acknowledge this"),
    /** The peer does not accept updates. */
    PUSHES_FAILING(Severity.ERROR, "check the peer's log; ddmd retries at least every 5 s"),
    /** The peer does not answer pulls. */
    PULLS_FAILING(Severity.ERROR, "check the peer's log; ddmd retries at least every 5 s"),
    /** No interface can be used, or none is configured. */
    NO_INTERFACE(Severity.ERROR, "check the names given with -a against `ip link`, and that the interfaces are up"),
    /** A transit whose kernel does not forward. */
    FORWARDING_OFF(Severity.ERROR, "run `sysctl -w net.ipv6.conf.all.forwarding=1` in the daemon's network namespace,"
            + " and set it in /etc/sysctl.d"),
    /** A link is up and its peer has gone silent. */
    PEER_SILENT(Severity.ERROR, "check that the peer's daemon runs and that no firewall drops UDP port 3549"
            + " (solicitations to ff02::dd, unicast advertisements) in either direction; if it was removed for good, "
            + "restart this daemon or remove the interface"),
    /** A peer was lost for another reason and has not returned. */
    PEER_LOST(Severity.ERROR, "check the peer's log for why it does not answer; if it was removed for good, restart"
            + " this daemon or remove the interface"),
    /** A link is closed for a limited time after a fault. */
    LINK_SUPPRESSED(Severity.ERROR, "report the log of the named fault; the link opens again by itself; to keep it"
            + " closed, remove it from -a"),
    /** The event loop was late. */
    LOOP_LAGGING(Severity.WARNING, "give the daemon more processor time, or fewer prefixes"),
    /** The kernel cannot be read completely, so its known state is old. */
    KERNEL_UNREADABLE(Severity.WARNING, "find the process that changes routes, nexthops or interfaces all the time:"
            + " `ip monitor`; ddmd retries at least every 5 s"),
    /** The kernel prefers routes of another protocol to ours. */
    ROUTES_SHADOWED(Severity.WARNING,
            "remove the other route or give it a metric above 1025, unless it should win"),
    /** One lost packet loses a peer. */
    EXPIRE_THRESHOLD_SHORT(Severity.WARNING,
            "set --expire-threshold to at least twice --solicit-interval, or lower --solicit-interval"),
    /** A configured interface does not exist. */
    LINK_MISSING(Severity.WARNING, "check the name against `ip link`, create the interface, or remove it from -a"),
    /** Another node has the address of an interface. */
    ADDRESS_DUPLICATE(Severity.WARNING,
            "give one of the two nodes another link-local address, then set the link down and up"),
    /** Duplicate address detection has not finished. */
    ADDRESS_TENTATIVE(Severity.WARNING, "this ends within 2 s; if not, check that the link has a carrier at both ends"
            + " and see `ip -6 addr show tentative`"),
    /** A configured interface cannot be used. */
    LINK_UNUSABLE(Severity.WARNING, "bring the interface up and give it a link-local address, or remove it from -a"),
    /** An open link on which no peer has appeared. */
    NO_PEER(Severity.WARNING, "check the cable, that a DDM daemon runs at the other end of it, and that no firewall on"
            + " either router drops UDP port 3549 (solicitations to ff02::dd, unicast advertisements) or TCP port 56797"
            + " (exchange) in either direction"),
    /** A peer in session does not answer probes. */
    PROBES_FAILING(Severity.WARNING, "check the link in both directions, and that no firewall on either router drops"
            + " ICMPv6 echo requests (128) and replies (129); `ddmadm stat -p` shows each probe"),
    /** A link has anomalies. */
    LINK_ODD(Severity.WARNING, "check the cabling and --router-id on both sides"),
    /** The peer advertises routes that are rejected. */
    OFFERS_REFUSED(Severity.WARNING, "have the peer's operator withdraw the named prefix, or permit it here with"
            + " --import-permit; limits: --max-prefixes, --max-path-length"),
    /** Another process changes our routes. */
    ROUTES_REPAIRED(Severity.WARNING,
            "find the process that changes routes of protocol 221: `ip monitor route nexthop`");

    /** How bad a problem is. */
    public enum Severity {
        /** Routes or acknowledgements are missing. */
        ERROR(Level.ERROR),
        /** Nothing is lost now, but the cause should be removed. */
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

package io.ddm.daemon.health;

import io.ddm.daemon.link.LinkDefect;
import io.ddm.fsm.ExpireReason;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.peer.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Problems with interfaces and with the peers behind them. */
final class LinkProblems {

    /** So many failed pushes or pulls in a row are a problem. */
    private static final int FAILURES_IN_A_ROW = 3;

    /** A router of the reference opens its exchange port up to 2 s after its discovery; we try again at 3.1 s. */
    private static final Duration EXCHANGE_FAILS_AFTER = Duration.ofSeconds(4);

    /** A restart of a peer takes less; a peer that is gone for longer is lost. */
    private static final Duration PEER_LOST_AFTER = Duration.ofSeconds(10);

    /** Peers answer the first solicitation, and solicitations are at most 2 s apart by default. */
    private static final Duration NO_PEER_AFTER = Duration.ofSeconds(10);

    private final boolean apiOnly;
    private final ExchangeFailures failures;
    private final Map<String, String> openFailures = new HashMap<>();
    private Map<String, LinkDefect> defects = Map.of();
    private Optional<String> unreadable = Optional.empty();

    /**
     * @param apiOnly whether the router runs without interfaces
     */
    LinkProblems(boolean apiOnly, ExchangeFailures failures) {
        this.apiOnly = apiOnly;
        this.failures = failures;
    }

    void event(Event event) {
        if (event instanceof Event.InterfaceOpenFailed e) {
            openFailures.put(e.name(), e.reason());
        } else if (event instanceof Event.InterfaceOpened e) {
            openFailures.remove(e.name());
        }
    }

    /** All interfaces were read: these exist and cannot be used. */
    void linksRead(Map<String, LinkDefect> unusable) {
        defects = unusable;
        unreadable = Optional.empty();
    }

    /** The interfaces could not be read for some time. */
    void linksUnreadable(String reason) {
        unreadable = Optional.of(reason);
    }

    /** Whether an interface could not be opened although it can be used. */
    boolean hasFailedToOpen(String name) {
        return openFailures.containsKey(name);
    }

    /** Adds what is wrong now. */
    void find(List<Problem> found, List<InterfaceReport> links, Instant now) {
        unreadable.ifPresent(
                reason -> found.add(new Problem(ProblemKind.KERNEL_UNREADABLE, "", "interfaces: " + reason, now)));
        if (links.isEmpty() && !apiOnly) {
            found.add(new Problem(ProblemKind.NO_INTERFACE, "",
                    "no interface is configured: -a is missing, and no client has added an interface",
                    "name the interfaces to other routers with -a, such as `-a eth1 -a eth2`, or start with --api-only",
                    now));
        } else if (!links.isEmpty() && links.stream().allMatch(link -> link.state() == FsmState.INIT)) {
            found.add(new Problem(ProblemKind.NO_INTERFACE, "",
                    "none of the " + links.size() + " configured interfaces can be used: "
                            + String.join(", ", links.stream().map(InterfaceReport::name).toList()),
                    now));
        }
        links.forEach(link -> link(found, link, now));
    }

    private void link(List<Problem> found, InterfaceReport link, Instant now) {
        String name = link.name();
        if (link.suppression().isPresent()) {
            Suppression suppression = link.suppression().get();
            found.add(new Problem(ProblemKind.LINK_SUPPRESSED, name,
                    "suppressed until " + suppression.until() + ": " + suppression.reason(), now));
        } else if (link.state() == FsmState.INIT) {
            found.add(unusable(link, now));
        }
        if (link.state() == FsmState.SOLICIT) {
            lostPeer(link, now).or(() -> neverFoundPeer(link, now)).ifPresent(found::add);
        }
        if (link.state() == FsmState.EXCHANGE && !now.isBefore(link.since().plus(EXCHANGE_FAILS_AFTER))) {
            failing(found, ProblemKind.PUSHES_FAILING, failures.pushes(name), link, now);
            failing(found, ProblemKind.PULLS_FAILING, failures.pulls(name), link, now);
        }
        if (!link.anomalies().isEmpty()) {
            found.add(new Problem(ProblemKind.LINK_ODD, name,
                    String.join("; ", link.anomalies().stream().map(anomaly -> anomaly.message()).toList()),
                    Advice.anomalies(link.anomalies()), now));
        }
        if (!link.rejected().isEmpty()) {
            found.add(new Problem(ProblemKind.OFFERS_REFUSED, name,
                    String.join("; ",
                            link.rejected()
                                    .stream()
                                    .map(rejected -> rejected.count() + " rejected: " + rejected.reason().words()
                                            + ", such as " + rejected.example().destination())
                                    .toList()),
                    now));
        }
    }

    private Problem unusable(InterfaceReport link, Instant now) {
        LinkDefect defect = defects.get(link.name());
        if (link.address().isPresent()) {
            String reason = openFailures.getOrDefault(link.name(), "it is being opened");
            return new Problem(ProblemKind.LINK_UNUSABLE, link.name(), "cannot be used: " + reason,
                    Advice.opening(reason), now);
        } else if (defect == null) {
            return new Problem(ProblemKind.LINK_MISSING, link.name(), "there is no interface " + link.name(), now);
        }
        ProblemKind kind = switch (defect.kind()) {
            case DUPLICATE_ADDRESS -> ProblemKind.ADDRESS_DUPLICATE;
            case TENTATIVE_ADDRESS -> ProblemKind.ADDRESS_TENTATIVE;
            case DOWN, NO_CARRIER, NO_ADDRESS -> ProblemKind.LINK_UNUSABLE;
        };
        return new Problem(kind, link.name(), "cannot be used: " + defect.reason(),
                Advice.unusable(link.name(), defect), now);
    }

    /** The peer of an open link that was lost and has not returned; the newest loss counts. */
    private static Optional<Problem> lostPeer(InterfaceReport link, Instant now) {
        return link.history()
                .reversed()
                .stream()
                .filter(change -> change.from() == FsmState.EXCHANGE && change.to() != FsmState.EXCHANGE)
                .findFirst()
                .filter(loss -> !now.isBefore(loss.at().plus(PEER_LOST_AFTER)))
                .map(loss -> {
                    boolean silent = loss.reason().startsWith(ExpireReason.SILENCE.text());
                    String peer = loss.peer().map(p -> p.id() + " (" + p.address() + ")").orElse("the peer");
                    return new Problem(silent ? ProblemKind.PEER_SILENT : ProblemKind.PEER_LOST, link.name(),
                            silent
                                    ? peer + " has been silent since " + loss.at() + "; the link is up"
                                    : peer + " was lost at " + loss.at() + " and has not returned: " + loss.reason(),
                            now);
                });
    }

    /** A link without a peer since it opened: a new router without neighbors yet, or a cable in the wrong port. */
    private Optional<Problem> neverFoundPeer(InterfaceReport link, Instant now) {
        return apiOnly || now.isBefore(link.since().plus(NO_PEER_AFTER))
                ? Optional.empty()
                : Optional.of(new Problem(ProblemKind.NO_PEER, link.name(),
                        "no peer has appeared since the link opened at " + link.since(), now));
    }

    private static void failing(List<Problem> found, ProblemKind kind, ExchangeFailures.Streak streak,
            InterfaceReport link, Instant now) {
        if (streak.count() >= FAILURES_IN_A_ROW) {
            String peer = link.peer().map(p -> p.id() + " (" + p.address() + ")").orElse("the peer");
            found.add(new Problem(kind, link.name(),
                    streak.count() + (kind == ProblemKind.PUSHES_FAILING ? " pushes" : " pulls")
                            + " failed in a row, the last to " + peer + ": " + streak.reason(),
                    Advice.exchange(kind, streak.reason()), now));
        }
    }
}

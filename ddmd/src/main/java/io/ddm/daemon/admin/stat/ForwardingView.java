package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.stat.AddressStat;
import io.ddm.api.admin.stat.GroupStat;
import io.ddm.api.admin.stat.InterfaceStat;
import io.ddm.api.admin.stat.RoundTrip;
import io.ddm.api.admin.stat.Stat;
import io.ddm.api.admin.stat.TargetStat;
import io.ddm.daemon.probe.PeerAnswers;
import io.ddm.daemon.probe.ProbeReport;
import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The documents as they follow from forwarding and from what probes have measured. */
public final class ForwardingView implements StatSource.View {

    private final ForwardingReport report;
    private final ProbeReport probes;
    private final Map<String, PeerAnswers> answers;
    private final Map<String, ProbeReport.Peer> probed = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Optional<NextHop>> inSession = new HashMap<>();

    /**
     * @param probes of about the same moment
     * @param answers how long the peers of interfaces take to answer solicitations
     */
    public ForwardingView(ForwardingReport report, ProbeReport probes, Map<String, PeerAnswers> answers) {
        this.report = report;
        this.answers = answers;
        this.probes = probes;
        probes.peers().forEach(peer -> probed.put(peer.name(), peer));
        for (InterfaceReport link : report.interfaces()) {
            if (link.index() > 0) {
                names.put(link.index(), link.name());
                inSession.put(link.index(), link.nextHop());
            }
        }
    }

    @Override
    public Stat stat() {
        MultipathGroups groups = groups();
        Set<NextHop> carrying = groups.all()
                .stream()
                .flatMap(members -> report.ranks().carrying(members).stream())
                .map(WeightedNextHop::nextHop)
                .collect(Collectors.toSet());
        Set<Ipv6Address> repeated = repeatedPeers();
        return new Stat(detectionTimeMs(),
                report.interfaces().stream().map(link -> link(link, groups, carrying, repeated)).toList(),
                groups.largest().stream().map(this::group).toList(), groups.all().size() - groups.largest().size(),
                report.interfaces().stream().map(this::target).toList());
    }

    private OptionalLong detectionTimeMs() {
        return probes.detectionTime() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(probes.detectionTime()));
    }

    /** While all peers are in use, the next hops are the groups; otherwise the offers have to be walked through. */
    private MultipathGroups groups() {
        return isAnyOutOfUse()
                ? groups(new OfferedNetworks(report))
                : new MultipathGroups(StreamSupport
                        .stream(Spliterators.spliteratorUnknownSize(report.networks().entries(), 0), false)
                        .map(Map.Entry::getValue)
                        .iterator());
    }

    private static MultipathGroups groups(OfferedNetworks networks) {
        return new MultipathGroups(
                networks.byPrefix().values().stream().map(OfferedNetworks.Network::group).iterator());
    }

    private boolean isAnyOutOfUse() {
        return report.ranks().ranks().values().stream().anyMatch(rank -> !rank.isInUse());
    }

    /** Addresses of peers that more than one interface has. */
    private Set<Ipv6Address> repeatedPeers() {
        Set<Ipv6Address> seen = new HashSet<>();
        return report.interfaces()
                .stream()
                .flatMap(link -> link.peer().stream())
                .map(PeerIdentity::address)
                .filter(address -> !seen.add(address))
                .collect(Collectors.toSet());
    }

    private InterfaceStat link(InterfaceReport link, MultipathGroups groups, Set<NextHop> carrying,
            Set<Ipv6Address> repeated) {
        NextHopRank rank = rank(link);
        String flags = (link.nextHop().filter(nextHop -> !carrying.contains(nextHop)).isPresent() ? "i" : "")
                + (rank == NextHopRank.STANDBY ? "s" : "")
                + (link.address().isPresent() ? "M" : "d")
                + (link.peer().filter(peer -> repeated.contains(peer.address())).isPresent() ? "h" : "");
        return new InterfaceStat(link.name(), link.index(), link.nextHop().filter(carrying::contains).isPresent(),
                link.nextHop().flatMap(groups::largestWith).map(MultipathGroups.Group::id),
                InterfaceStat.flags(flags), carrier(link),
                probe(link, rank), state(link, rank));
    }

    private InterfaceStat.Probe probe(InterfaceReport link, NextHopRank rank) {
        if (!isProbed(rank)) {
            return InterfaceStat.Probe.DISABLED;
        }
        return switch (measured(link).map(ProbeReport.Peer::state).orElse(ProbeState.UNKNOWN)) {
            case UNKNOWN -> InterfaceStat.Probe.UNKNOWN;
            case OK -> InterfaceStat.Probe.OK;
            case FAILED, GROUP_FAILED -> InterfaceStat.Probe.FAILED;
        };
    }

    private boolean isProbed(NextHopRank rank) {
        return probes.detectionTime() > 0 && rank != NextHopRank.OFFLINE;
    }

    /** What probes of the peer in session show; of another one it does not count. */
    private Optional<ProbeReport.Peer> measured(InterfaceReport link) {
        return Optional.ofNullable(probed.get(link.name()))
                .filter(known -> link.peer().filter(peer -> peer.address().equals(known.peer())).isPresent());
    }

    private NextHopRank rank(InterfaceReport link) {
        return link.nextHop().map(report.ranks()::of).orElse(NextHopRank.ACTIVE);
    }

    private static InterfaceStat.Link carrier(InterfaceReport link) {
        if (link.address().isPresent()) {
            return InterfaceStat.Link.UP;
        }
        return link.index() > 0 ? InterfaceStat.Link.DOWN : InterfaceStat.Link.UNKNOWN;
    }

    private static InterfaceStat.State state(InterfaceReport link, NextHopRank rank) {
        if (link.nextHop().isEmpty()) {
            boolean hasFailed = link.lostPeer().isPresent() || carrier(link) == InterfaceStat.Link.DOWN;
            return hasFailed ? InterfaceStat.State.FAILED : InterfaceStat.State.UNKNOWN;
        }
        return switch (rank) {
            case ACTIVE, STANDBY -> InterfaceStat.State.OK;
            case OFFLINE -> InterfaceStat.State.OFFLINE;
            case FAILED -> InterfaceStat.State.FAILED;
        };
    }

    private GroupStat group(MultipathGroups.Group group) {
        List<WeightedNextHop> carrying = report.ranks().carrying(group.members());
        List<GroupStat.Member> members = group.members()
                .stream()
                .map(member -> new GroupStat.Member(name(member.nextHop()), use(member, carrying), member.weight()))
                .toList();
        long unusable = members.stream().filter(member -> member.use() == GroupStat.Use.UNUSABLE).count();
        return new GroupStat(group.id(),
                members.stream().map(GroupStat.Member::interfaceName).collect(Collectors.joining("+")),
                unusable == 0
                        ? GroupStat.State.OK
                        : unusable < members.size() ? GroupStat.State.DEGRADED : GroupStat.State.FAILED,
                detectionTimeMs(), members, group.destinations());
    }

    /** One that failed is unusable also where it still carries, because it is the last. */
    private GroupStat.Use use(WeightedNextHop member, List<WeightedNextHop> carrying) {
        NextHop nextHop = member.nextHop();
        boolean isInSession = inSession.getOrDefault(nextHop.interfaceIndex(), Optional.empty())
                .filter(nextHop::equals)
                .isPresent();
        if (!isInSession || report.ranks().of(nextHop) == NextHopRank.FAILED) {
            return GroupStat.Use.UNUSABLE;
        }
        return carrying.contains(member) ? GroupStat.Use.ACTIVE : GroupStat.Use.INACTIVE;
    }

    private TargetStat target(InterfaceReport link) {
        boolean isProbed = isProbed(rank(link)) && link.address().isPresent();
        return new TargetStat(link.name(), isProbed ? TargetStat.Mode.MULTICAST : TargetStat.Mode.DISABLED,
                link.address(),
                link.peer()
                        .filter(peer -> isProbed)
                        .map(peer -> new TargetStat.Target(peer.address(), peer.id().value()))
                        .map(List::of)
                        .orElse(List.of()),
                measured(link).map(ForwardingView::roundTrip).orElse(RoundTrip.UNKNOWN),
                measured(link).filter(peer -> peer.counts().sent() > 0)
                        .map(peer -> OptionalLong.of(peer.lossPermille()))
                        .orElseGet(OptionalLong::empty),
                known(measured(link).map(ProbeReport.Peer::delay).orElse(PathDelay.UNKNOWN)),
                answered(link),
                measured(link).map(ProbeReport.Peer::counts)
                        .map(counts -> new TargetStat.Counts(counts.sent(), counts.acked(), counts.lost()))
                        .orElse(TargetStat.Counts.NONE));
    }

    private TargetStat.Answers answered(InterfaceReport link) {
        return Optional.ofNullable(answers.get(link.name()))
                .filter(known -> link.peer().filter(peer -> peer.address().equals(known.peer())).isPresent())
                .map(known -> new TargetStat.Answers(micros(known.latest(), 0), micros(known.average(), 0)))
                .orElse(TargetStat.Answers.UNKNOWN);
    }

    private static RoundTrip roundTrip(ProbeReport.Peer peer) {
        return new RoundTrip(micros(peer.net().latest(), 0), micros(peer.user().latest(), 0),
                micros(peer.net().average(), 1), micros(peer.net().deviation(), 1));
    }

    /** Nanoseconds in microseconds; unknown below the least. */
    static OptionalLong micros(long nanos, long least) {
        return nanos < least ? OptionalLong.empty() : OptionalLong.of(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    @Override
    public Iterable<AddressStat> addresses() {
        OfferedNetworks networks = new OfferedNetworks(report);
        MultipathGroups groups = groups(networks);
        return () -> {
            PathDelays delays = new PathDelays(report);
            return networks.byPrefix()
                    .entrySet()
                    .stream()
                    .map(network -> address(network.getKey(), network.getValue(), groups, delays))
                    .iterator();
        };
    }

    private AddressStat address(Prefix destination, OfferedNetworks.Network network, MultipathGroups groups,
            PathDelays delays) {
        return new AddressStat(destination, !network.nextHops().isEmpty(),
                groups.of(network.group()).map(MultipathGroups.Group::id),
                network.peers().stream().map(this::name).toList(),
                report.ranks()
                        .carrying(network.nextHops())
                        .stream()
                        .map(hop -> new AddressStat.Outbound(name(hop.nextHop()), hop.weight(),
                                known(delays.of(destination, hop.nextHop()))))
                        .toList());
    }

    private static OptionalLong known(PathDelay delay) {
        return delay.isKnown() ? OptionalLong.of(delay.micros()) : OptionalLong.empty();
    }

    /** The name of its interface; the number of one that is not configured any more. */
    private String name(NextHop nextHop) {
        return names.getOrDefault(nextHop.interfaceIndex(), Integer.toString(nextHop.interfaceIndex()));
    }
}

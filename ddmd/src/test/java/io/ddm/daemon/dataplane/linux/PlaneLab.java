package io.ddm.daemon.dataplane.linux;

import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.linux.Netlink;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A namespace with two cables, {@code a} and {@code b}, and next hops on them. */
record PlaneLab(Namespace namespace, NextHop a, NextHop b) {

    static final Prefix ONE = Prefix.parse("fd00:1::/64");
    static final Prefix TWO = Prefix.parse("fd00:2::/64");

    private static final Logger LOG = LoggerFactory.getLogger(PlaneLab.class);

    static void run(Body body) throws Exception {
        Namespace.run(namespace -> body
                .run(new PlaneLab(namespace, new NextHop(namespace.cable("a"), Ipv6Address.parse("fe80::a")),
                        new NextHop(namespace.cable("b"), Ipv6Address.parse("fe80::b")))));
    }

    interface Body {
        void run(PlaneLab lab) throws Exception;
    }

    String ip(String arguments) {
        return namespace.ip(arguments);
    }

    String routes() {
        return ip("-6 route show proto 221");
    }

    String nexthops() {
        return ip("nexthop show proto 221");
    }

    /** The id of the group at which a route points; null without a route. */
    @Nullable
    String group(Prefix network) {
        Matcher matcher = Pattern.compile("nhid (\\d+)").matcher(ip("-6 route show proto 221 " + network));
        return matcher.find() ? matcher.group(1) : null;
    }

    WeightedNextHop weighted(NextHop nextHop, int weight) {
        return new WeightedNextHop(nextHop, weight);
    }

    /** The id of the nexthop object on each device. */
    Map<String, String> nexthopIds() {
        Map<String, String> ids = new HashMap<>();
        Pattern.compile("id (\\d+) via \\S+ dev (\\S+)")
                .matcher(nexthops())
                .results()
                .forEach(match -> ids.put(match.group(2), match.group(1)));
        return ids;
    }

    /** Another process gives a group other members. */
    void replaceGroup(@Nullable String id, String members) {
        ip("nexthop replace id " + id + " group " + members + " type resilient buckets 64 proto 221");
    }

    /** The members of the one group, as {@code DEVICE=WEIGHT}. */
    List<String> weights() {
        Matcher group = Pattern.compile("group (\\S+)").matcher(nexthops());
        assertThat(group.find()).as(nexthops()).isTrue();
        List<String> weights = new ArrayList<>();
        for (String member : group.group(1).split("/", -1)) {
            String[] parts = member.split(",", -1);
            nexthopIds().forEach((device, id) -> {
                if (id.equals(parts[0])) {
                    weights.add(device + "=" + (parts.length > 1 ? parts[1] : "1"));
                }
            });
        }
        assertThat(group.find()).as(nexthops()).isFalse();
        return weights;
    }

    /** Waits until packets to {@link #ONE} leave by these devices, the spare ones of its group not counted. */
    void expectOneVia(String... devices) {
        await().untilAsserted(() -> assertThat(devices(ONE)).containsExactlyInAnyOrder(devices));
    }

    private Set<String> devices(Prefix network) {
        String route = ip("-6 route show proto 221 " + network);
        String spare = route.matches("(?s).*weight (128|256).*") ? "(?! weight 1\\b)" : "";
        Set<String> devices = new TreeSet<>();
        Matcher matcher = Pattern.compile("via fe80::(\\w+) dev \\1\\b" + spare).matcher(route);
        while (matcher.find()) {
            devices.add(matcher.group(1));
        }
        return devices;
    }

    static void unexpected(Throwable error) {
        LOG.error("the data plane's thread ended", error);
    }

    static FibChange route(Prefix network, NextHop... nextHops) {
        return new FibChange(network, Stream.of(nextHops).map(WeightedNextHop::equalShare).toList());
    }

    static FibChange weightedRoute(Prefix network, WeightedNextHop... nextHops) {
        return new FibChange(network, List.of(nextHops));
    }

    static DataplaneStatus settle(Dataplane dataplane) {
        return settle(dataplane, status -> status.installed() == status.wanted());
    }

    static DataplaneStatus settle(Dataplane dataplane, Predicate<DataplaneStatus> settled) {
        await().until(() -> {
            DataplaneStatus status = dataplane.status();
            return status.pending() == 0 && settled.test(status);
        });
        return dataplane.status();
    }

    static List<FibChange> networks(int count, NextHop... nextHops) {
        List<FibChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(route(new Prefix(new Ipv6Address(0xfd00_000a_0000_0000L + i, 0), 64), nextHops));
        }
        return changes;
    }

    /** So many networks and {@link #ONE}. */
    static List<FibChange> weighted(int count, WeightedNextHop... nextHops) {
        List<FibChange> changes = new ArrayList<>(List.of(weightedRoute(ONE, nextHops)));
        networks(count).forEach(change -> changes.add(weightedRoute(change.network(), nextHops)));
        return changes;
    }

    static Duration time(Dataplane dataplane, List<FibChange> changes) {
        long start = System.nanoTime();
        dataplane.apply(changes);
        settle(dataplane);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static List<Integer> routeEvents(Netlink watch) throws NetlinkException {
        return messages(watch, message -> {
            KernelRoute route = RouteMessages.decode(message);
            return route != null && route.isOurs();
        });
    }

    static List<Integer> nexthopEvents(Netlink watch) throws NetlinkException {
        return messages(watch, message -> List.of(NexthopMessages.NEWNEXTHOP, NexthopMessages.DELNEXTHOP)
                .contains(message.type()) && NexthopMessages.decode(message).protocol() == KernelRoute.PROTOCOL);
    }

    interface Filter {
        boolean accepts(NetlinkMessage message) throws NetlinkException;
    }

    private static List<Integer> messages(Netlink watch, Filter filter) throws NetlinkException {
        List<Integer> types = new ArrayList<>();
        for (ByteBuffer datagram = watch.receive(); datagram != null; datagram = watch.receive()) {
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                if (filter.accepts(message)) {
                    types.add(message.type());
                }
            }
        }
        return types;
    }
}

package io.ddm.interop.chaos;

import io.ddm.api.admin.AdminJsonReader;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterPath;
import io.ddm.interop.chaos.Network.Condition;
import io.ddm.interop.chaos.Network.End;
import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Daemon.Reply;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares a lab with the model. Both sides are written as lines: the routes of the kernel, what is originated, and
 * what was heard from each neighbor.
 */
final class Verdict {

    private static final int LINES_SHOWN = 6;

    private final Network network;
    private final Injector injector;
    private final Map<End, String> addresses = new HashMap<>();

    /**
     * Makes a judge of a lab whose links are all up: the addresses of its interfaces are learnt now and never change.
     */
    Verdict(Lab lab, Network network, Injector injector) {
        this.network = network;
        this.injector = injector;
        for (Network.Link link : network.links()) {
            for (End end : List.of(link.a(), link.b())) {
                addresses.put(end, lab.address(end.node(), end.interfaceName()));
            }
        }
    }

    /** What is not as it must be on the first node where that is so. */
    Optional<String> difference() {
        Oracle oracle = new Oracle(network);
        for (String node : network.nodes()) {
            if (network.condition(node) != Condition.KILLED) {
                Optional<String> difference = difference(node, oracle);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }

    /** How many originations that were acknowledged are missing on the routers that run. */
    int lost() {
        int lost = 0;
        for (String node : network.nodes(Condition.RUNNING::equals)) {
            SortedSet<String> missing = new TreeSet<>();
            network.originated(node).forEach(destination -> missing.add("originates " + destination));
            try {
                missing.removeAll(found(node));
            } catch (IOException | BadJsonException e) {
                // Nothing of it could be seen.
            }
            lost += missing.size();
        }
        return lost;
    }

    private Optional<String> difference(String node, Oracle oracle) {
        boolean running = network.condition(node).hasProcess();
        if (running && !injector.daemon(node).runs()) {
            return Optional.of("ddmd on " + node + " ended by itself");
        }
        try {
            SortedSet<String> wanted = running ? wanted(node, oracle) : new TreeSet<>();
            SortedSet<String> found = running ? found(node) : routes(node);
            SortedSet<String> missing = new TreeSet<>(wanted);
            missing.removeAll(found);
            SortedSet<String> excess = new TreeSet<>(found);
            excess.removeAll(wanted);
            return missing.isEmpty() && excess.isEmpty()
                    ? Optional.empty()
                    : Optional.of(node + " lacks " + some(missing) + "; has but should not have " + some(excess));
        } catch (IOException | BadJsonException e) {
            return Optional.of(node + ": " + e.getMessage());
        }
    }

    private static String some(Set<String> lines) {
        return lines.size() + " lines " + lines.stream().limit(LINES_SHOWN).toList();
    }

    private SortedSet<String> wanted(String node, Oracle oracle) {
        SortedSet<String> lines = new TreeSet<>();
        Map<String, String> interfaces = new HashMap<>();
        network.adjacencies(node).forEach((own, far) -> {
            interfaces.put(address(far), own.interfaceName());
            for (PathVector heard : oracle.offered(node, far)) {
                lines.add(heard(address(far), heard));
            }
        });
        network.originated(node).forEach(destination -> lines.add("originates " + destination));
        oracle.routes(node).forEach((prefix, ends) -> {
            SortedSet<String> nextHops = new TreeSet<>();
            ends.forEach(end -> nextHops.add(address(end) + "%" + interfaces.get(address(end))));
            lines.add(route(prefix.toString(), nextHops));
        });
        return lines;
    }

    private SortedSet<String> found(String node) throws IOException, BadJsonException {
        Daemon daemon = injector.daemon(node);
        SortedSet<String> lines = routes(node);
        AdminJsonReader.prefixSet(ask(daemon, "/originated")).forEach(prefix -> lines.add("originates " + prefix));
        AdminJsonReader.tunnelOriginSet(ask(daemon, "/originated_tunnel_endpoints"))
                .forEach(tunnel -> lines.add("originates " + tunnel));
        SortedMap<Ipv6Address, SortedSet<PathVector>> prefixes = AdminJsonReader.prefixes(ask(daemon, "/prefixes"));
        prefixes.forEach((from, paths) -> paths.forEach(path -> lines.add(heard(from.toString(), path))));
        for (TunnelRoute tunnel : AdminJsonReader.tunnelRoutes(ask(daemon, "/tunnel_endpoints"))) {
            lines.add(heard(tunnel.nextHop().toString(), new PathVector(tunnel.origin(), RouterPath.EMPTY)));
        }
        return lines;
    }

    private SortedSet<String> routes(String node) {
        SortedSet<String> lines = new TreeSet<>();
        injector.daemon(node).routes().forEach((network, nextHops) -> lines.add(route(network, nextHops)));
        return lines;
    }

    private static String route(String network, Set<String> nextHops) {
        return "route " + network + " via " + nextHops;
    }

    /** The admin API shows no paths of tunnels. */
    private static String heard(String from, PathVector heard) {
        Destination destination = heard.destination();
        return "heard from " + from + " " + destination
                + (destination instanceof Prefix ? " " + heard.path().routers() : "");
    }

    private static byte[] ask(Daemon daemon, String path) throws IOException {
        Reply reply = daemon.request("GET", path);
        if (reply.status() != 200) {
            throw new IOException("GET " + path + " was answered with " + reply);
        }
        return reply.body().getBytes(StandardCharsets.UTF_8);
    }

    private String address(End end) {
        return Objects.requireNonNull(addresses.get(end));
    }
}

package io.ddm.interop.chaos;

import io.ddm.api.admin.AdminJson;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.interop.chaos.Network.End;
import io.ddm.interop.chaos.Network.Link;
import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Daemon.Reply;
import io.ddm.interop.netns.Lab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Does to a lab what the plan says. A change that was not acknowledged is asked for again later, before any newer one
 * of the same router, as a reconciler would: whether it was done the first time nobody can know.
 */
final class Injector {

    /** The protocol number and the metric of the daemon's routes, which a clumsy hand would keep. */
    private static final String OURS = " proto 221 metric 1025";

    private final Lab lab;
    private final Map<String, Daemon> daemons = new LinkedHashMap<>();
    private final Map<String, Deque<Fault.Change>> pending = new LinkedHashMap<>();

    Injector(Lab lab, Recordings recordings) {
        this.lab = lab;
        for (String node : lab.nodes()) {
            daemons.put(node, lab.daemon(node, "--record", "'" + recordings.of(node) + "'"));
            pending.put(node, new ArrayDeque<>());
        }
    }

    Daemon daemon(String node) {
        return Objects.requireNonNull(daemons.get(node), node);
    }

    /**
     * Does one thing.
     *
     * @throws FailureException if the daemon does not take it as promised
     */
    void inflict(Fault fault) throws FailureException {
        switch (fault) {
            case Fault.Kill f -> daemon(f.node()).kill();
            case Fault.KillDuringChange f -> killDuring(f);
            case Fault.Stop f -> stop(f.node());
            case Fault.StopDuringChange f -> stopDuring(f);
            case Fault.Start f -> daemon(f.node()).start();
            case Fault.Pause f -> daemon(f.node()).pause();
            case Fault.Resume f -> daemon(f.node()).resume();
            case Fault.Cut f -> set(f.link().a(), "down");
            case Fault.Silence f -> both(f.link(),
                    "nft 'add table inet %1$s; add chain inet %1$s in { type filter hook input priority 0; };"
                            + " add rule inet %1$s in iifname \"%2$s\" drop'");
            case Fault.Heal f -> {
                set(f.link().a(), "up");
                // Added first, since one that does not exist cannot be deleted.
                both(f.link(), "! command -v nft >/dev/null || nft 'add table inet %1$s; delete table inet %1$s'");
            }
            case Fault.Flap f -> {
                for (int i = 0; i < f.times(); i++) {
                    set(f.link().a(), "down; sleep 0.0" + (10 + 7 * i));
                    set(f.link().a(), "up; sleep 0.02");
                }
            }
            case Fault.DeleteRoute f -> must(f.node(),
                    "out=$(ip -6 route delete " + f.network() + OURS + " 2>&1) || [[ $out == *'No such process'* ]]");
            case Fault.ReplaceRoute f -> must(f.node(), "ip -6 route replace blackhole " + f.network() + OURS);
            // Their nexthops take the routes along; `ip -6 route flush proto 221` is an error and removes nothing.
            case Fault.FlushRoutes f -> must(f.node(), "ip nexthop flush proto 221");
            case Fault.Change f -> {
                pendingOn(f.node()).add(f);
                ask(f.node());
            }
        }
    }

    /** Asks a router again for what it has not acknowledged; returns whether all is acknowledged now. */
    boolean ask(String node) throws FailureException {
        Deque<Fault.Change> waiting = pendingOn(node);
        while (!waiting.isEmpty()) {
            Fault.Change change = waiting.element();
            Reply reply = daemon(node).change(method(change), path(change), body(change.entries()));
            if (reply.status() == 0) {
                return false;
            }
            acknowledged(change, reply);
            waiting.remove();
        }
        return true;
    }

    private void killDuring(Fault.KillDuringChange fault) throws FailureException {
        Fault.Change change = fault.change();
        boolean inTurn = ask(change.node());
        Reply reply = daemon(change.node()).killDuring(fault.after(), method(change), path(change),
                body(change.entries()));
        if (reply.status() == 0 || !inTurn) {
            pendingOn(change.node()).add(change);
        } else {
            acknowledged(change, reply);
        }
    }

    private void stop(String node) throws FailureException {
        if (!daemon(node).stop()) {
            throw new FailureException(node + " did not end within 5 s of SIGTERM");
        }
    }

    private void stopDuring(Fault.StopDuringChange fault) throws FailureException {
        CompletableFuture<Void> change = CompletableFuture.runAsync(() -> {
            try {
                inflict(fault.change());
            } catch (FailureException e) {
                throw new CompletionException(e);
            }
        });
        LockSupport.parkNanos(fault.after().toNanos());
        stop(fault.node());
        try {
            change.join();
        } catch (CompletionException e) {
            throw new FailureException(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        }
    }

    private static void acknowledged(Fault.Change change, Reply reply) throws FailureException {
        if (reply.status() != 204) {
            throw new FailureException(change + " was answered with " + reply);
        }
    }

    private Deque<Fault.Change> pendingOn(String node) {
        return Objects.requireNonNull(pending.get(node), node);
    }

    private static String method(Fault.Change change) {
        return change.originate() ? "PUT" : "DELETE";
    }

    private static String path(Fault.Change change) {
        return change.ofPrefixes() ? "/prefix" : "/tunnel_endpoint";
    }

    private static String body(Collection<Destination> entries) {
        List<Prefix> prefixes = entries.stream().filter(Prefix.class::isInstance).map(Prefix.class::cast).toList();
        List<TunnelOrigin> tunnels = entries.stream()
                .filter(TunnelOrigin.class::isInstance)
                .map(TunnelOrigin.class::cast)
                .toList();
        byte[] body = prefixes.isEmpty() ? AdminJson.tunnelOriginSet(tunnels) : AdminJson.prefixSet(prefixes);
        return new String(body, StandardCharsets.UTF_8);
    }

    private void set(End end, String state) throws FailureException {
        must(end.node(), "ip link set " + end.interfaceName() + " " + state);
    }

    private void both(Link link, String script) throws FailureException {
        for (End end : List.of(link.a(), link.b())) {
            must(end.node(), script.formatted("chaos_" + end.interfaceName().replace('-', '_'), end.interfaceName()));
        }
    }

    /** A fault that cannot be done must not count as one that was. */
    private void must(String node, String script) throws FailureException {
        var output = lab.shell(node).run(script);
        if (output.status() != 0) {
            throw new FailureException("on " + node + " '" + script + "' failed: " + output.text().strip());
        }
    }
}

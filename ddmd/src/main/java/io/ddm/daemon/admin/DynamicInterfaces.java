package io.ddm.daemon.admin;

import io.ddm.api.admin.InterfaceName;
import io.ddm.fsm.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interfaces that come and go while the daemon runs: those of the configuration, which a reload replaces, and a set
 * that clients replace as a whole. No interface is in both. The clients' set is not stored, as in the reference: after
 * a restart a client sets it again.
 *
 * <p>Replacements are worked on one after the other, an interface at a time, so that the router is never busy for long;
 * readers do not wait for them. Lives on the admin loop.
 */
public final class DynamicInterfaces {

    /** Upper bound on the set: far beyond the ports of a switch, and bounded in sockets and memory. */
    static final int MAX_INTERFACES = 1024;

    /** Events that wait for the router at one time; between them it handles others. */
    private static final int SLICE = 32;

    /** Upper bound on the names in one line of the log. */
    private static final int MAX_LOGGED = 16;

    /** Upper bound on a replacement, in seconds; closing a socket and removing a route take milliseconds. */
    private static final int SETTLE_TIMEOUT_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private Set<String> fixed;
    private final Function<Event, Future<Void>> router;
    private final Supplier<? extends Future<?>> settled;
    private List<InterfaceName> names = List.of();
    private Future<Integer> last = Future.succeededFuture(0);

    /**
     * @param fixed names of the interfaces of the configuration
     * @param router submits an event; completes when its effects have been started
     * @param settled completes when the sockets of removed interfaces are closed and the data plane has applied all
     *     changes until then
     */
    public DynamicInterfaces(Collection<String> fixed, Function<Event, Future<Void>> router,
            Supplier<? extends Future<?>> settled) {
        this.fixed = new LinkedHashSet<>(fixed);
        this.router = router;
        this.settled = settled;
    }

    /** The set, each name as the client wrote it. */
    List<InterfaceName> names() {
        return names;
    }

    /**
     * Replaces the set, after earlier replacements are finished.
     *
     * @param desired no name twice, at most {@link #MAX_INTERFACES}; those of fixed interfaces are left out, with a
     *     warning
     * @return how many were added and removed; completes when removed interfaces are closed and the kernel has no route
     *     through them; fails when that takes longer than {@value #SETTLE_TIMEOUT_SECONDS} s. The set is replaced
     *     nevertheless
     */
    Future<Integer> replace(Collection<InterfaceName> desired) {
        last = last.transform(ignored -> apply(desired));
        return last;
    }

    /**
     * Replaces the interfaces of the configuration; otherwise as {@link #replace}. One that a client has added becomes
     * one of the configuration, without an interruption.
     */
    public Future<Integer> configure(Collection<String> desired) {
        last = last.transform(ignored -> applyFixed(new LinkedHashSet<>(desired)));
        return last;
    }

    private Future<Integer> applyFixed(Set<String> desired) {
        Set<String> before = plain(names);
        before.addAll(fixed);
        fixed = desired;
        names = names.stream().filter(name -> !desired.contains(name.name())).toList();
        Set<String> after = plain(names);
        after.addAll(desired);
        return change("interfaces", before, after);
    }

    private Future<Integer> apply(Collection<InterfaceName> desired) {
        Set<String> before = plain(names);
        names = desired.stream().filter(this::isOurs).toList();
        return change("dynamic interfaces", before, plain(names));
    }

    private Future<Integer> change(String what, Set<String> before, Set<String> after) {
        List<Event> changes = new ArrayList<>();
        before.stream()
                .filter(name -> !after.contains(name))
                .forEach(name -> changes.add(new Event.InterfaceRemoved(name)));
        after.stream()
                .filter(name -> !before.contains(name))
                .forEach(name -> changes.add(new Event.InterfaceConfigured(name)));
        if (!changes.isEmpty()) {
            LOG.info("{}: {}, before: {}", what, shortened(after), shortened(before));
        }
        Promise<Void> submitted = Promise.promise();
        submitNext(changes.iterator(), submitted);
        // Also when nothing is to be changed: an earlier replacement may not have settled.
        return submitted.future()
                .compose(done -> settled.get().<Void>mapEmpty())
                .timeout(SETTLE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(done -> changes.size());
    }

    private void submitNext(Iterator<Event> rest, Promise<Void> submitted) {
        List<Future<Void>> slice = new ArrayList<>();
        while (rest.hasNext() && slice.size() < SLICE) {
            slice.add(router.apply(rest.next()));
        }
        Future.all(slice).onFailure(submitted::fail).onSuccess(handled -> {
            if (rest.hasNext()) {
                submitNext(rest, submitted);
            } else {
                submitted.complete();
            }
        });
    }

    private boolean isOurs(InterfaceName name) {
        if (fixed.contains(name.name())) {
            LOG.warn("{} is an interface of the configuration: not taken as a dynamic one", name);
            return false;
        }
        return true;
    }

    private static String shortened(Set<String> names) {
        String shown = String.join(", ", names.stream().limit(MAX_LOGGED).toList());
        return "[" + shown + (names.size() > MAX_LOGGED ? " and " + (names.size() - MAX_LOGGED) + " more]" : "]");
    }

    private static Set<String> plain(Collection<InterfaceName> names) {
        Set<String> plain = new LinkedHashSet<>();
        names.forEach(name -> plain.add(name.name()));
        return plain;
    }
}

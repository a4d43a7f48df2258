package io.ddm.daemon.admin;

import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.store.OriginStore;
import io.ddm.daemon.store.StoreException;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.policy.ReservedPrefixes;
import io.vertx.core.WorkerExecutor;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of what the router originates, prefixes and tunnels alike. The rule stands here and nowhere else: a change is
 * checked as a whole, stored durably, submitted to the router, and only then acknowledged. Changes reach the router in
 * the order in which they were stored, since one worker stores them. Lives on the admin loop.
 */
public final class OriginChanges {

    /** The name of the worker that touches the store. */
    public static final String DISK = "disk";

    /** Upper bound on the destinations that one router originates: far beyond a rack, and bounded in memory. */
    static final int MAX_ORIGINATED = 250_000;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final OriginStore store;
    private final ChangeObserver observer;
    private final BodyParser parser;
    private final ChangeQueue queue;
    private final WorkerExecutor disk;

    /** Receives every change that was made, or could not be. */
    public interface ChangeObserver {
        /** Destinations were originated or withdrawn by a call. */
        void changed(HttpCall call, String what, Collection<?> destinations);

        /** A change was not made, for a reason of ours; logged, since operators have to do something. */
        default void failed(HttpCall call, Throwable cause) {
            Replies.log(call, cause);
        }
    }

    /**
     * @param observer is called before the answer is sent
     */
    public OriginChanges(AdminResources resources, RouterCalls router, OriginStore store, ChangeObserver observer) {
        this.store = store;
        this.observer = observer;
        this.parser = new BodyParser(resources.loop().vertx());
        this.queue = new ChangeQueue(router::submit);
        this.disk = resources.loop().vertx().createSharedWorkerExecutor(DISK, 1);
    }

    /** Originates what the body of a call names, and answers the call. */
    void originate(HttpCall call, BodyParser.Reading<? extends Set<? extends Destination>> reading) {
        change(call, "originate", reading, this::add, Event.Originate::new);
    }

    /** Withdraws what the body of a call names, and answers the call. */
    void withdraw(HttpCall call, BodyParser.Reading<? extends Set<? extends Destination>> reading) {
        change(call, "withdraw", reading, store::remove, Event.Withdraw::new);
    }

    private interface Storing {
        void store(Collection<Destination> destinations) throws StoreException;
    }

    /** A request that can never be done; the message is for the client. */
    private static final class InvalidRequestException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidRequestException(String message) {
            super(message);
        }
    }

    private void change(HttpCall call, String what, BodyParser.Reading<? extends Set<? extends Destination>> reading,
            Storing storing, Function<Set<Destination>, Event> event) {
        if (queue.isFull()) {
            call.unavailable("too many changes wait for the router");
            return;
        }
        parser.parse(call, reading, parsed -> {
            List<Destination> destinations = List.copyOf(parsed);
            disk.executeBlocking(() -> {
                int before = store.size();
                storing.store(destinations);
                return Math.abs(store.size() - before);
            }, AdminResources.UNORDERED)
                    .compose(count -> queue.submit(event.apply(sorted(destinations))).map(done -> count))
                    .onSuccess(count -> {
                        observer.changed(call, what, destinations);
                        Replies.changed(call, count);
                    })
                    .onFailure(e -> failed(call, e));
        });
    }

    private void failed(HttpCall call, Throwable e) {
        if (e instanceof InvalidRequestException) {
            call.error(400, String.valueOf(e.getMessage()));
        } else {
            observer.failed(call, e);
            call.error(e instanceof StoreException stored && stored.isFull() ? 507 : 503,
                    String.valueOf(e.getMessage()));
        }
    }

    /** On the worker. */
    private void add(Collection<Destination> destinations) throws StoreException {
        for (Destination destination : destinations) {
            ReservedPrefixes.rejectedAtOrigination(destination).ifPresent(reason -> {
                throw new InvalidRequestException(
                        destination + " cannot be originated: it lies within loopback, link-local or multicast"
                                + " addresses (" + reason.words() + ")");
            });
        }
        if (store.size() + destinations.size() > MAX_ORIGINATED) {
            throw new InvalidRequestException("too many destinations: " + store.size() + " are originated and "
                    + destinations.size() + " requested, at most " + MAX_ORIGINATED + " are possible");
        }
        store.add(destinations);
        for (Destination destination : destinations) {
            ReservedPrefixes.rejectedAlways(destination)
                    .ifPresent(reason -> LOG.warn(
                            "{} is originated, but only"
                                    + " neighbors that run the reference import it: ddmd rejects it ({})",
                            destination, reason.words()));
        }
    }

    private static Set<Destination> sorted(List<Destination> destinations) {
        Set<Destination> sorted = new TreeSet<>(Destination.ORDER);
        sorted.addAll(destinations);
        return sorted;
    }
}

package io.ddm.daemon.admin;

import io.ddm.daemon.core.Driver;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.explain.Explanation;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The router as operators reach it: questions and events run on its event loop, the answers arrive on the
 * {@link AdminLoop}. A router that does not answer leaves its futures open; each call has a timeout of its own.
 */
public final class RouterCalls {

    private final AdminLoop loop;
    private final Executor router;
    private final Driver driver;

    /**
     * @param router runs tasks on the router's event loop
     */
    public RouterCalls(AdminLoop loop, Executor router, Driver driver) {
        this.loop = loop;
        this.router = router;
        this.driver = driver;
    }

    /** Runs a question on the router's event loop. */
    public <T> Future<T> ask(Supplier<T> question) {
        Promise<T> answer = Promise.promise();
        router.execute(() -> {
            try {
                T value = question.get();
                loop.run(() -> answer.complete(value));
            } catch (RuntimeException e) {
                loop.run(() -> answer.fail(e));
            }
        });
        return answer.future();
    }

    /** The same for a question whose answer takes time. */
    public <T> Future<T> await(Supplier<Future<T>> question) {
        return ask(question).compose(loop::completing);
    }

    /** Submits an event; completes when the router has handled it. */
    public Future<Void> submit(Event event) {
        return loop.completing(driver.submit(event));
    }

    /** The router now. */
    public Future<RouterReport> report() {
        return ask(driver::report);
    }

    /** What the router originates now, sorted; may be read on any thread. */
    public Future<Iterable<Destination>> originated() {
        return ask(driver::originated);
    }

    /** What each peer offers now, sorted; may be read on any thread. */
    public Future<SortedMap<NextHop, OfferedTable>> imported() {
        return ask(driver::imported);
    }

    /** Forwarding now; may be read on any thread. */
    public Future<ForwardingReport> forwarding() {
        return ask(driver::forwarding);
    }

    /** Why a network is reached as it is now; may be read on any thread. */
    public Future<Explanation> explain(Prefix asked) {
        return ask(() -> driver.explain(asked));
    }

    /** The router's interfaces now. */
    public Future<List<InterfaceReport>> interfaces() {
        return ask(driver::interfaces);
    }

    /** The time on which durations in a report are based. */
    Instant now() {
        return driver.now();
    }
}

package io.ddm.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failure in an effect. */
final class DriverTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void carriesOutNothingAfterAFailedEffect() {
        List<Effect> effects = new CopyOnWriteArrayList<>();
        List<Event> seen = new CopyOnWriteArrayList<>();
        List<Object> faults = new CopyOnWriteArrayList<>();
        IllegalStateException cause = new IllegalStateException("injected");
        Driver driver = new Driver(vertx, context, new Router(RouterConfig.of(new RouterId("s1"), RouterKind.SERVER)),
                new MonotonicClock(), seen::add, effect -> {
                    effects.add(effect);
                    if (effect instanceof Effect.OpenInterface) {
                        throw cause;
                    }
                }, (event, working, thrown) -> faults.addAll(List.of(event, thrown)));
        Event ready = new Event.InterfaceReady("eth1", 2, Ipv6Address.parse("fe80::1"));
        driver.submit(new Event.InterfaceConfigured("eth1"));
        var handled = driver.submit(ready);
        driver.submit(new Event.InterfaceLost("eth1", "link down"));
        var drained = new java.util.concurrent.CompletableFuture<Void>();
        context.runOnContext(last -> drained.complete(null));
        await().atMost(10, TimeUnit.SECONDS).until(drained::isDone);
        assertThat(faults).containsExactly(ready, cause);
        assertThat(effects.getLast()).isInstanceOf(Effect.OpenInterface.class);
        assertThat(seen).last().isEqualTo(ready);
        assertThat(handled.isComplete()).isFalse();
    }
}

package io.ddm.daemon.observe;

import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.Effect;
import io.ddm.fsm.Event;
import io.ddm.fsm.RouterConfig;
import io.ddm.fsm.peer.FsmState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;

/** Counters in the Prometheus text format. Every one follows from an event, an effect or a drop on a link. */
public final class Metrics implements NetObserver {

    private static final String LINK = "link";
    private static final String CAUSE = "cause";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public Metrics(RouterConfig self) {
        registry.gauge("ddm.build.info", io.micrometer.core.instrument.Tags.of("router", self.id().value(), "kind",
                self.kind().name().toLowerCase(java.util.Locale.ROOT)), 1);
    }

    /** The text that Prometheus reads, version 0.0.4. */
    public byte[] scrape() {
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }

    /** Counts what happened. */
    public void event(Event event) {
        switch (event) {
            case Event.PacketReceived e -> {
                if (e.solicit()) {
                    count("ddm.solicitations.received", e.name());
                }
                if (e.advertise()) {
                    count("ddm.advertisements.received", e.name());
                }
            }
            case Event.PushReceived e -> count("ddm.updates.received", e.name());
            case Event.PullReceived e -> count("ddm.pulls.received", e.name());
            case Event.PushCompleted e -> count("ddm.updates.sent", e.name());
            case Event.PushFailed e -> failure(e.name(), "push");
            case Event.PullFailed e -> failure(e.name(), "pull");
            case Event.InterfaceConfigured e -> {
            }
            case Event.InterfaceRemoved e -> {
            }
            case Event.InterfaceReady e -> {
            }
            case Event.InterfaceLost e -> {
            }
            case Event.InterfaceOpened e -> {
            }
            case Event.InterfaceOpenFailed e -> failure(e.name(), "open");
            case Event.PullCompleted e -> count("ddm.pulls.sent", e.name());
            case Event.Originate e -> {
            }
            case Event.Withdraw e -> {
            }
            case Event.ExpirePeer e -> {
            }
            case Event.Synchronize e -> {
            }
            case Event.Stop e -> {
            }
            case Event.Tick e -> {
            }
        }
    }

    /** Counts what was decided. */
    public void effect(Effect effect) {
        if (effect instanceof Effect.SendSolicitation e) {
            count("ddm.solicitations.sent", e.name());
        } else if (effect instanceof Effect.SendAdvertisement e) {
            count("ddm.advertisements.sent", e.name());
        } else if (effect instanceof Effect.Changed e) {
            if (e.transition().to() == FsmState.EXCHANGE) {
                count("ddm.peer.established", e.name());
            } else if (e.transition().from() == FsmState.EXCHANGE) {
                count("ddm.peer.expirations", e.name());
            }
        }
    }

    @Override
    public void packetDropped(String interfaceName, String cause) {
        registry.counter("ddm.packets.dropped", LINK, interfaceName, CAUSE, cause).increment();
    }

    @Override
    public void sendFailed(String interfaceName) {
        failure(interfaceName, "discovery send");
    }

    @Override
    public void requestRefused(String interfaceName, String cause) {
        registry.counter("ddm.exchange.requests.refused", LINK, interfaceName, CAUSE, cause).increment();
    }

    @Override
    public void entriesSkipped(String interfaceName, int count) {
        registry.counter("ddm.entries.skipped", LINK, interfaceName).increment(count);
    }

    private void failure(String link, String cause) {
        registry.counter("ddm.failures", LINK, link, CAUSE, cause).increment();
    }

    private void count(String name, String link) {
        registry.counter(name, LINK, link).increment();
    }
}

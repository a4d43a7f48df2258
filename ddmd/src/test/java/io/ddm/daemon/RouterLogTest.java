package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RouterLogTest {

    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("fe80::1"), new RouterId("s1"),
            RouterKind.SERVER, ProtocolVersion.V2);

    private final Logger ours = (Logger) LoggerFactory.getLogger("ddm");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RouterLog log = new RouterLog();

    @BeforeEach
    void listen() {
        lines.start();
        ours.addAppender(lines);
    }

    @AfterEach
    void leave() {
        ours.detachAppender(lines);
        ours.setLevel(null);
    }

    @Test
    void limitsLinesOfFlappingNeighbor() {
        for (int i = 0; i < 8000; i++) {
            log.effect(changed("eth0", i % 2 == 0 ? FsmState.EXCHANGE : FsmState.SOLICIT));
            log.effect(new Effect.Notice("eth0", "another s" + i + " is on the link"));
        }
        log.effect(changed("eth1", FsmState.EXCHANGE));
        assertThat(logged()).hasSizeLessThan(20)
                .contains("INFO ddm.session eth0: SOLICIT -> EXCHANGE s1 (fe80::1), test",
                        "INFO ddm.session eth1: SOLICIT -> EXCHANGE s1 (fe80::1), test");
    }

    @Test
    void showsFirstHopsOfLongPaths() {
        List<RouterId> routers = IntStream.range(0, 2000).mapToObj(i -> new RouterId("r" + i)).toList();
        assertThat(RouterLog.path(new RouterPath(routers))).isEqualTo("r0 r1 r2 r3 ... (2000 hops)");
        assertThat(RouterLog.path(new RouterPath(routers.subList(0, 4)))).isEqualTo("r0 r1 r2 r3");
    }

    @Test
    void logsPacketsAndRequestsAtDebug() {
        Event packet = new Event.PacketReceived("eth0", PEER, false, true);
        Event push = new Event.PushCompleted("eth0", 1);
        log.event(packet);
        log.event(push);
        log.effect(new Effect.SendSolicitation("eth0"));
        assertThat(logged()).isEmpty();
        ours.setLevel(Level.DEBUG);
        log.event(packet);
        log.event(push);
        log.effect(new Effect.SendSolicitation("eth0"));
        assertThat(logged()).containsExactly(
                "DEBUG ddm.discovery eth0: received advertisement from SERVER s1 (fe80::1), version V2",
                "DEBUG ddm.exchange eth0: push acknowledged", "DEBUG ddm.discovery eth0: soliciting");
    }

    private static Effect changed(String name, FsmState to) {
        return new Effect.Changed(name, new Transition(Instant.EPOCH,
                to == FsmState.EXCHANGE ? FsmState.SOLICIT : FsmState.EXCHANGE, to, "test", Optional.of(PEER)));
    }

    private List<String> logged() {
        return lines.list.stream()
                .map(e -> e.getLevel() + " " + e.getLoggerName() + " " + e.getFormattedMessage())
                .toList();
    }
}

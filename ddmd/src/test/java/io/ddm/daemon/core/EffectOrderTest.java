package io.ddm.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.NextHopRanks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which effects overtake which. */
final class EffectOrderTest {

    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("fe80::1"), new RouterId("s1"),
            RouterKind.SERVER, ProtocolVersion.V3);
    private static final Effect CLOSE_SESSION = new Effect.CloseSession("eth1", 1);
    private static final Effect CLOSE = new Effect.CloseInterface("eth1");
    private static final Effect NOTICE = new Effect.Notice("eth1", "x");
    private static final Effect PROGRAM = new Effect.Program(List.of());
    private static final Effect RANK = new Effect.RankNextHops(NextHopRanks.NONE);
    private static final Effect ANSWER = Effect.AnswerPull.unchanged(1, PeerCapabilities.NONE);

    @Test
    void forwardingAndUpdatesForOthersComeBeforeTheEndOfALink() {
        Effect push = push("eth2", 1);
        assertThat(EffectOrder.urgentFirst(List.of(CLOSE_SESSION, NOTICE, CLOSE, PROGRAM, push, RANK)))
                .containsExactly(PROGRAM, RANK, push, CLOSE_SESSION, NOTICE, CLOSE);
    }

    @Test
    void updateStaysBehindTheEndOfTheSessionBefore() {
        Effect push = push("eth1", 2);
        assertThat(EffectOrder.urgentFirst(List.of(CLOSE_SESSION, NOTICE, push, PROGRAM)))
                .containsExactly(PROGRAM, CLOSE_SESSION, NOTICE, push);
    }

    @Test
    void updateStaysBehindAnAnswerThatMayHaveWhatItChanges() {
        Effect push = push("eth2", 1);
        assertThat(EffectOrder.urgentFirst(List.of(NOTICE, ANSWER, push))).containsExactly(NOTICE, ANSWER, push);
    }

    @Test
    void updatesForALinkKeepTheirOrder() {
        Effect one = push("eth2", 1);
        Effect two = push("eth2", 2);
        assertThat(EffectOrder.urgentFirst(List.of(NOTICE, one, CLOSE, two))).containsExactly(one, two, NOTICE, CLOSE);
    }

    private static Effect push(String link, long epoch) {
        return new Effect.Push(link, epoch, PEER, PeerCapabilities.NONE, new Update(List.of(), List.of()));
    }
}

package io.ddm.fsm.rib.out;

import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.table.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A delay that becomes known while a push is put together over several slices. */
class DelayDuringPushTest {

    private final SortedMap<Destination, List<RouterPath>> wanted = new TreeMap<>(Destination.ORDER);
    private final AdjRibOut out = new AdjRibOut(id("me"), () -> new ArrayList<>(wanted.keySet()));
    private final SortedMap<Destination, RouterPath> peerHas = new TreeMap<>(Destination.ORDER);

    @Test
    void peerLearnsADelayThatChangesWhileAPushIsPutTogether() {
        out.learn(PeerCapabilities.ours(1 << 20, "i"));
        for (int i = 0; i < 300; i++) {
            Destination d = Prefix.parse("fd00:" + Integer.toHexString(i + 1) + "::/64");
            wanted.put(d, List.of(path("x", "me")));
            out.touch(d);
        }
        // The first slice: unknown delays go into the push.
        assertThat(out.build(this::desired, 500, new Budget(64))).isEmpty();
        // Then the hop is measured: every destination is touched, as Tables.followRank does.
        wanted.replaceAll((d, paths) -> List.of(path("x", "me").withDelay(PathDelay.ofMicros(1000))));
        wanted.keySet().forEach(out::touch);
        for (int i = 0; i < 1000; i++) {
            if (out.canReleaseDelays()) {
                out.releaseDelays();
            }
            Optional<Update> push = out.build(this::desired, 500, new Budget(64));
            push.ifPresent(update -> {
                for (PathVector p : update.announce()) {
                    peerHas.put(p.destination(), p.path());
                }
                out.acknowledged();
            });
        }
        assertThat(out.isDirty()).isFalse();
        assertThat(out.canReleaseDelays()).isFalse();
        assertThat(peerHas).hasSize(300);
        assertThat(peerHas.values()).as("delays that the peer has of 300 paths")
                .allSatisfy(p -> assertThat(p.delay()).isEqualTo(PathDelay.ofMicros(1000)));
    }

    private List<RouterPath> desired(Destination destination) {
        return wanted.getOrDefault(destination, List.of());
    }
}

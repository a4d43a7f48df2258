package io.ddm.fsm.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.PathDelay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterPathTest {

    private static final RouterId A = new RouterId("a");
    private static final RouterId B = new RouterId("b");
    private static final RouterId C = new RouterId("c");

    @Test
    void ordersPathsByLengthThenIds() {
        RouterPath b = RouterPath.of(B);
        RouterPath ab = RouterPath.of(A, B);
        RouterPath ac = RouterPath.of(A, C);
        assertThat(RouterPath.ORDER.compare(RouterPath.EMPTY, b)).isNegative();
        assertThat(RouterPath.ORDER.compare(b, ab)).isNegative();
        assertThat(RouterPath.ORDER.compare(ab, ac)).isNegative();
        assertThat(RouterPath.ORDER.compare(ac, new RouterPath(ac.routers()))).isZero();
    }

    @Test
    void aRouterThatPassesAPathOnIsItsNearest() {
        RouterPath ab = RouterPath.of(A, B);
        assertThat(ab.through(C, PathDelay.ofMicros(3))).as("unknown stays unknown").isEqualTo(RouterPath.of(A, B, C));
        assertThat(ab.withDelay(PathDelay.ofMicros(5)).through(C, PathDelay.ofMicros(3)))
                .isEqualTo(RouterPath.of(A, B, C).withDelay(PathDelay.ofMicros(8)))
                .isNotEqualTo(RouterPath.of(A, B, C))
                .satisfies(path -> assertThat(path.isAlong(RouterPath.of(A, B, C))).isTrue());
        assertThat(RouterPath.EMPTY.through(A, PathDelay.UNKNOWN)).isEqualTo(RouterPath.of(A));
        assertThat(RouterPath.of(A).withDelay(PathDelay.ofMicros(7)).delay()).as("its nearest is its originator")
                .isEqualTo(PathDelay.ZERO);
        assertThat(ab.routers()).containsExactly(A, B);
    }

    @Test
    void doesNotChangeWithTheListThatItIsMadeOf() {
        List<RouterId> routers = new ArrayList<>(List.of(A));
        RouterPath path = new RouterPath(routers);
        routers.add(B);
        assertThat(path).isEqualTo(RouterPath.of(A));
    }
}

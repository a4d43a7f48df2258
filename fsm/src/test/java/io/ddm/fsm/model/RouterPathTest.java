package io.ddm.fsm.model;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(ab.through(C)).isEqualTo(RouterPath.of(A, B, C));
        assertThat(RouterPath.EMPTY.through(A)).isEqualTo(RouterPath.of(A));
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

package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Prefix;
import org.junit.jupiter.api.Test;

class KernelRoutesTest {

    private static final Prefix ONE = Prefix.parse("fd00:1::/64");
    private static final Prefix TWO = Prefix.parse("fd00:2::/64");

    private final KernelRoutes routes = new KernelRoutes();

    private static KernelRoute found(Prefix network, int group) {
        return new KernelRoute(network, KernelRoute.TABLE_MAIN, KernelRoute.PROTOCOL, KernelRoute.METRIC,
                KernelRoute.UNICAST, group, 0);
    }

    @Test
    void forgetsWhatADumpDoesNotFind() {
        routes.put(ONE, 1);
        routes.put(TWO, 1);
        routes.beginDump();
        assertThat(routes.isKnown(found(ONE, 1))).isTrue();
        routes.endDump();
        assertThat(routes.networks()).containsExactly(ONE);
        assertThat(routes.count(1)).isEqualTo(1);
    }

    @Test
    void takesAnotherGroupFromADump() {
        routes.put(ONE, 1);
        routes.beginDump();
        assertThat(routes.isKnown(found(ONE, 2))).isFalse();
        routes.put(ONE, 2);
        routes.endDump();
        assertThat(routes.group(ONE)).isEqualTo(2);
        assertThat(routes.count(1)).isZero();
        assertThat(routes.count(2)).isEqualTo(1);
    }

    @Test
    void forgetsWhatOnlyAnInterruptedAttemptFound() {
        routes.put(ONE, 1);
        routes.beginDump();
        assertThat(routes.isKnown(found(ONE, 1))).isTrue();
        routes.beginDump();
        routes.endDump();
        assertThat(routes.isEmpty()).isTrue();
    }

    @Test
    void removesTheRoutesOfAGroup() {
        routes.put(ONE, 1);
        routes.put(TWO, 2);
        routes.removeAll(1);
        assertThat(routes.networks()).containsExactly(TWO);
        assertThat(routes.count(1)).isZero();
        routes.remove(TWO);
        assertThat(routes.isEmpty()).isTrue();
    }
}

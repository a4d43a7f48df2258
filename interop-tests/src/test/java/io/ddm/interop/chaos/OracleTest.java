package io.ddm.interop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.interop.chaos.Network.Condition;
import io.ddm.interop.chaos.Network.End;
import io.ddm.interop.chaos.Network.Medium;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The judge of the chaos run, judged by hand. */
final class OracleTest {

    private static final Prefix PREFIX = Prefix.parse("fd00:1::/64");

    @Test
    void twoTransitsGiveTwoEqualPaths() {
        Network diamond = network("t1-s1,t1-s2,t2-s1,t2-s2");
        assertThat(new Oracle(diamond).routes("s2"))
                .isEqualTo(Map.of(PREFIX, Set.of(new End("t1", "to-s2"), new End("t2", "to-s2"))));
        diamond.set("t1", Condition.KILLED);
        assertThat(new Oracle(diamond).routes("s2")).isEqualTo(Map.of(PREFIX, Set.of(new End("t2", "to-s2"))));
        diamond.links().forEach(link -> diamond.set(link, Medium.SILENT));
        assertThat(new Oracle(diamond).routes("s2")).isEmpty();
    }

    @Test
    void parallelLinksGiveTwoNextHops() {
        assertThat(new Oracle(network("s1-t1,s1-t1")).routes("t1"))
                .isEqualTo(Map.of(PREFIX, Set.of(new End("s1", "to-t1"), new End("s1", "to-t1b"))));
    }

    @Test
    void serversDoNotRedistribute() {
        assertThat(new Oracle(network("t1-s1,s1-s2,s2-s3")).routes("s3")).isEmpty();
    }

    @Test
    void transitAdvertisesShortestPathsWithoutReceiver() {
        Oracle ring = new Oracle(network("s1-t1,t1-t2,t1-t3,t2-t4,t3-t4,t4-s2"));
        assertThat(ring.offered("s2", new End("t4", "to-s2"))).containsExactlyInAnyOrder(heard("s1", "t1", "t2", "t4"),
                heard("s1", "t1", "t3", "t4"));
        assertThat(ring.offered("t2", new End("t4", "to-t2"))).containsExactly(heard("s1", "t1", "t3", "t4"));
        assertThat(ring.offered("t1", new End("t2", "to-t1"))).isEmpty();
    }

    private static Network network(String links) {
        Network network = new Network(links);
        network.originated("s1").add(PREFIX);
        return network;
    }

    private static PathVector heard(String... path) {
        return new PathVector(PREFIX, new RouterPath(Stream.of(path).map(RouterId::new).toList()));
    }
}

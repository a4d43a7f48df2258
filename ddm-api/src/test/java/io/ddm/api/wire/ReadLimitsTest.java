package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a body may make us keep, however long it is. */
class ReadLimitsTest {

    private static final ExchangeCodec V3 = ExchangeCodec.of(ProtocolVersion.V3);

    @Test
    void describesTheFirstFewSkippedEntriesAndCountsTheRest() throws Exception {
        String bad = IntStream.range(0, 50_000)
                .mapToObj(i -> "{\"destination\":\"fd00::/200\",\"path\":[\"x\"]}")
                .collect(Collectors.joining(","));
        Decoded<List<PathVector>> table = V3
                .decodePullReply(("{\"underlay\":[" + bad + "],\"tunnel\":null}").getBytes(UTF_8));
        assertThat(table.skippedCount()).isEqualTo(50_000);
        assertThat(table.skipped()).hasSize(5);
        assertThat(table.skippedLine()).hasSizeLessThan(1200).endsWith("; and 49995 more");
    }

    @Test
    void cutsLongDescriptions() throws Exception {
        String prefix = "fd00::/" + "9".repeat(30_000);
        Decoded<List<PathVector>> table = V3.decodePullReply(
                ("{\"underlay\":[{\"destination\":\"" + prefix + "\",\"path\":[\"x\"]}],\"tunnel\":null}")
                        .getBytes(UTF_8));
        assertThat(table.skippedCount()).isEqualTo(1);
        assertThat(table.skippedLine()).hasSizeLessThan(250);
    }

    @Test
    void keepsNoMoreEntriesThanTheLimit() throws Exception {
        ReadLimits limits = new ReadLimits(100, 256, 1000);
        Decoded<List<PathVector>> table = V3
                .decodePullReply(("{\"underlay\":[" + entries(0, 150) + "],\"tunnel\":null}").getBytes(UTF_8), limits);
        assertThat(table.value()).hasSize(100);
        assertThat(table.skippedCount()).isEqualTo(50);
        Decoded<Update> update = V3.decodeUpdate(("{\"underlay\":{\"announce\":[" + entries(0, 80) + "],\"withdraw\":["
                + entries(80, 40) + "]},\"tunnel\":null}").getBytes(UTF_8), limits);
        assertThat(update.value().size()).as("announced and withdrawn together").isEqualTo(100);
        assertThat(update.skippedCount()).isEqualTo(20);
    }

    @Test
    void skipsPathsAndRoutersBeyondTheLimits() throws Exception {
        ReadLimits limits = new ReadLimits(1000, 4, 10);
        Decoded<List<PathVector>> table = V3.decodePullReply("""
                {"underlay":[{"destination":"fd00:1::/64","path":["a","b","c","d","e","f"]},\
                {"destination":"fd00:2::/64","path":["a","b","c","d"]}],"tunnel":null}""".getBytes(UTF_8), limits);
        assertThat(table.value()).singleElement().satisfies(entry -> assertThat(entry.path().length()).isEqualTo(4));
        assertThat(table.skippedCount()).isEqualTo(1);
        assertThat(V3.decodePullReply("""
                {"underlay":[{"destination":"fd00:1::/64","path":["","","a","b","c","d","e"]}],"tunnel":null}"""
                .getBytes(UTF_8), limits).skippedCount()).as("an entry counts once").isEqualTo(1);
        String many = IntStream.range(0, 30)
                .mapToObj(i -> "{\"destination\":\"fd00:" + i + "::/64\",\"path\":[\"router" + i + "\"]}")
                .collect(Collectors.joining(","));
        assertThat(
                V3.decodePullReply(("{\"underlay\":[" + many + "],\"tunnel\":null}").getBytes(UTF_8), limits).value())
                .hasSize(10);
    }

    @Test
    void entriesWithEqualPathsShareOne() throws Exception {
        List<PathVector> table = V3
                .decodePullReply(("{\"underlay\":[" + entries(0, 3) + "],\"tunnel\":null}").getBytes(UTF_8))
                .value();
        assertThat(table.get(1).path()).isSameAs(table.get(0).path());
    }

    private static String entries(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(
                        i -> "{\"destination\":\"fd00:" + Integer.toHexString(i) + "::/64\",\"path\":[\"s1\",\"t1\"]}")
                .collect(Collectors.joining(","));
    }
}

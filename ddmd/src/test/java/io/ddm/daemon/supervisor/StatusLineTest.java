package io.ddm.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.ProblemKind;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StatusLineTest {

    @Test
    void countsPeersAndPrefixes() {
        assertThat(StatusLine.of(links(FsmState.EXCHANGE, FsmState.SOLICIT, FsmState.EXCHANGE), 41, List.of()))
                .isEqualTo("2 peers up, 41 prefixes");
        assertThat(StatusLine.of(links(FsmState.EXCHANGE), 1, List.of())).isEqualTo("1 peer up, 1 prefix");
        assertThat(StatusLine.of(List.of(), 0, List.of())).isEqualTo("0 peers up, 0 prefixes");
    }

    @Test
    void namesMissingInterfaces() {
        assertThat(StatusLine.of(links(FsmState.INIT), 0,
                List.of(problem(ProblemKind.NO_INTERFACE, ""), problem(ProblemKind.LINK_MISSING, "eth7"))))
                .isEqualTo("0 peers up, 0 prefixes; missing interface: eth7");
        List<Problem> six = Stream.of("a", "b", "c", "d", "e", "f")
                .map(name -> problem(ProblemKind.LINK_MISSING, name))
                .toList();
        assertThat(StatusLine.of(links(), 0, six))
                .isEqualTo("0 peers up, 0 prefixes; missing interfaces: a, b, c, d and 2 more");
    }

    private static Problem problem(ProblemKind kind, String on) {
        return new Problem(kind, on, "", "", Instant.EPOCH);
    }

    private static List<InterfaceReport> links(FsmState... states) {
        return Stream.of(states)
                .map(state -> new InterfaceReport("eth0", 1, Optional.empty(), state, Instant.EPOCH, Optional.empty(),
                        Optional.empty(), List.of(), 0, List.of(), List.of(), Optional.empty(), Optional.empty(),
                        Optional.empty()))
                .toList();
    }
}

package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.interop.netns.WireLink;
import io.ddm.interop.netns.WireLink.Figures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links of the lab that are wires. The first of the two links is veth, and no wire. */
final class WireIT {

    private static final String[] TOPOLOGY = {"net", "s1-s2,s1-s2", "--wire", "s2-s1b"};

    /** A connection to a closed port is answered by a reset after one round trip; prints how many us that took. */
    private static final String ROUND_TRIP = """
            began=${EPOCHREALTIME/[.,]/}; answer=$( (exec 3<>"/dev/tcp/$0/9") 2>&1 )
            [[ $answer == *"Connection refused"* ]] && echo $((${EPOCHREALTIME/[.,]/} - began))""";

    @Test
    void delaysAndLosesAndIsCutWhileItRuns() {
        try (NetnsLab lab = NetnsLab.of(TOPOLOGY)) {
            WireLink wire = lab.wire("s1-s2b");
            String far = lab.address("s2", "to-s1b") + "%to-s2b";
            wire.delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(1)).jitter(Duration.ZERO);
            assertThat(roundTripMillis(lab, far)).isGreaterThanOrEqualTo(40);
            wire.from("s2").delay(Duration.ofMillis(90));
            assertThat(roundTripMillis(lab, far)).as("one direction changed").isGreaterThanOrEqualTo(110);
            wire.delay(Duration.ZERO);
            eventually(() -> assertThat(roundTripMillis(lab, far)).as("no delay").isLessThan(40));

            wire.from("s1").loss(100);
            long before = wire.from("s1").figures().getFirst().lost();
            assertThat(lab.reaches("s1", far)).as("all is lost").isFalse();
            Figures silent = wire.from("s1").figures().getFirst();
            assertThat(silent.lost()).isGreaterThan(before);
            assertThat(flags(lab, "s1", "to-s2b")).as("a silent failure").contains("LOWER_UP");
            wire.loss(0);
            eventually(() -> assertThat(lab.reaches("s1", far)).isTrue());

            lab.cut("s1-s2b");
            eventually(() -> assertThat(flags(lab, "s2", "to-s1b")).contains("NO-CARRIER"));
            assertThat(flags(lab, "s1", "to-s2b")).as("as veth").doesNotContain("UP");
            assertThat(flags(lab, "s2", "to-s1")).as("the other link").contains("LOWER_UP");
            lab.mend("s1-s2b");
            eventually(() -> assertThat(lab.reaches("s1", far)).isTrue());
            assertThat(wire.figures()).allSatisfy(figures -> assertThat(figures.frames()).isPositive());
        }
    }

    @Test
    void daemonsPeerOverWiresAndVeth() {
        try (NetnsLab lab = NetnsLab.of(TOPOLOGY).start("s1", "s2")) {
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.routes("s1")).singleElement()
                    .asString()
                    .contains("dev to-s2 ",
                            "dev to-s2b "));
            lab.cut("s2-s1b");
            eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().doesNotContain("dev to-s2b "));
        }
    }

    @Test
    void rejectsBadCommandsWithReason() {
        try (NetnsLab lab = NetnsLab.of(TOPOLOGY)) {
            WireLink wire = lab.wire("s2-s1b");
            assertThatThrownBy(() -> wire.set("--delay", "20")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lab: invalid value '20' for --delay: must be a time from 0s to 10s in us, ms or s,"
                            + " such as 1.5ms");
            assertThatThrownBy(() -> wire.set("--loss", "1%", "--rate"))
                    .hasMessage("lab: --rate needs a value");
            assertThatThrownBy(() -> wire.from("t1").loss(1))
                    .hasMessage("lab: invalid value 't1' for --from: must be s1 or s2");
            assertThatThrownBy(() -> wire.set("--speed", "1"))
                    .hasMessageStartingWith("lab: unknown option '--speed': must be --from, --delay,");
            assertThatThrownBy(() -> lab.wire("s1-s2").figures())
                    .hasMessage("lab: there is no wire 's1-s2'; wires: s1-s2b");
            assertThat(wire.figures()).extracting(Figures::lost).as("nothing was changed").containsOnly(0L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1-s3", "s1", "s1-s2b"})
    void rejectsWiresThatAreNoLinks(String wires) throws Exception {
        Process lab = new ProcessBuilder("bash", "lab", "duo", "--bare", "--wire", wires).redirectErrorStream(true)
                .start();
        lab.getOutputStream().close();
        assertThat(new String(lab.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("lab: there is no link '" + wires + "' for --wire; links: s1-s2\n");
        assertThat(lab.waitFor()).isEqualTo(1);
    }

    /** How long a request and its answer take. */
    private static long roundTripMillis(NetnsLab lab, String far) {
        String micros = lab.run("s1", "timeout", "5", "bash", "-c", ROUND_TRIP, far).out().strip();
        assertThat(micros).as("answered").matches("\\d+");
        return Long.parseLong(micros) / 1000;
    }

    private static String flags(NetnsLab lab, String node, String device) {
        return lab.run(node, "ip", "-o", "link", "show", "dev", device).out().replaceAll("(?s)^[^<]*<([^>]*)>.*", "$1");
    }
}

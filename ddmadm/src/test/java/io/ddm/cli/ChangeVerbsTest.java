package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.verb.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of verbs that change something, and the remarks on what they did not change. */
final class ChangeVerbsTest extends FakeDdmdTestCase {

    @Test
    void printsNothingOnSuccess() {
        shows("", "advertise-prefixes", "fd00:5::/64", "fd00:6::/64");
        shows("", "withdraw-prefixes", "fd00:5::/64");
        shows("", "expire-peer", "fe80::1");
        shows("", "sync");
        shows("", "hand-over");
        shows("", "tunnel-advertise", "-o", "203.0.113.0/24", "-b", "fd00:a::1", "-v", "99");
        shows("", "tunnel-withdraw", "--overlay-prefix", "::/0", "--boundary-addr", "fd00:a::1", "--vni", "99",
                "--metric", "18446744073709551615");
        assertThat(ddmd.requests).containsExactly("PUT /prefix [\"fd00:5::/64\",\"fd00:6::/64\"]",
                "DELETE /prefix [\"fd00:5::/64\"]", "DELETE /peers/fe80::1", "PUT /sync", "POST /hand-over",
                "PUT /tunnel_endpoint [{\"overlay_prefix\":\"203.0.113.0/24\","
                        + "\"boundary_addr\":\"fd00:a::1\",\"vni\":99,\"metric\":0}]",
                "DELETE /tunnel_endpoint [{\"overlay_prefix\":\"::/0\","
                        + "\"boundary_addr\":\"fd00:a::1\",\"vni\":99,\"metric\":18446744073709551615}]");
    }

    @Test
    void reportsChangesWithoutEffect() {
        assertThat(plain("advertise-prefixes")).isEqualTo(new Run(0, "", "ddmadm: no prefix given; nothing changed\n"));
        assertThat(plain("withdraw-prefixes").err()).isEqualTo("ddmadm: no prefix given; nothing changed\n");
        assertThat(ddmd.requests).isEmpty();
        assertThat(plain("advertise-prefixes", "fd00:5::1/64")).isEqualTo(new Run(0, "",
                "ddmadm: fd00:5::1/64 has host bits set; it is kept as given, and routers install fd00:5::/64\n"));
        assertThat(plain("withdraw-prefixes", "fd00:5::1/64")).isEqualTo(new Run(0, "", "ddmadm: fd00:5::1/64 has host"
                + " bits set; it matches only a prefix that was advertised with the same host bits\n"));
        ddmd.reportingChanged(0);
        assertThat(plain("expire-peer", "fe80::9"))
                .isEqualTo(new Run(0, "", "ddmadm: no session with fe80::9; nothing changed\n"));
        assertThat(plain("withdraw-prefixes", "fd00:9::/64"))
                .isEqualTo(new Run(0, "", "ddmadm: fd00:9::/64 was not originated; nothing changed\n"));
        assertThat(plain("tunnel-withdraw", "-o", "::/0", "-b", "fd00::1", "-v", "1").err())
                .isEqualTo("ddmadm: ::/0 at fd00::1 was not originated; nothing changed\n");
        ddmd.reportingChanged(1);
        assertThat(plain("advertise-prefixes", "fd00:8::/64", "fd00:9::/64", "fd00:8::/64").err())
                .isEqualTo("ddmadm: 1 of 2 prefixes were already originated\n");
        assertThat(plain("expire-peer", "fe80::9").err()).isEmpty();
    }

    @Test
    void acceptsAddressWithZone() {
        shows("", "expire-peer", "fe80::1%eth0");
        assertThat(ddmd.requests).containsExactly("DELETE /peers/fe80::1");
        assertThat(plain("expire-peer", "fe80::1%").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expire-peer", "advertise-prefixes", "withdraw-prefixes"})
    void helpDocumentsThatChangesWithoutEffectSucceed(String verb) {
        assertThat(Run.plain(verb, "--help").out().replaceAll("\\s+", " "))
                .contains("a note says so; the exit code is 0.");
    }

    @Test
    void readsPrefixesFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prefixes"), "# ours\nfd00:2::/64\n\n  fd00:3::/64 # lab\n");
        assertThat(plain("advertise-prefixes", "fd00:1::/64", "--file", file.toString()).exit()).isZero();
        assertThat(ddmd.requests).containsExactly("PUT /prefix [\"fd00:1::/64\",\"fd00:2::/64\",\"fd00:3::/64\"]");
        ddmd.requests.clear();
        Files.writeString(file, "fd00:2::/64\nfd00:3::/129\n");
        Run run = plain("withdraw-prefixes", "-f", file.toString());
        assertThat(run.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(run.err()).startsWith("ddmadm: line 2 of " + file
                + ": 'fd00:3::/129': the prefix length must be 0 to 128\n  nothing was sent\n");
        assertThat(plain("withdraw-prefixes", "-f", folder.resolve("none").toString()).err())
                .contains("cannot read ", "no such file or directory");
        assertThat(ddmd.requests).isEmpty();
    }
}

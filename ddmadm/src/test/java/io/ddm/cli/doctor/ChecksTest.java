package io.ddm.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.doctor.Finding.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cause has its own code and remedy. */
final class ChecksTest {

    private static final String UP = """
            [{"ifname":"eth1","flags":["BROADCAST","MULTICAST","UP"],"mtu":1500}]""";
    private static final String LINK_LOCAL = "fe800000000000000000000000000001 02 40 20 80     eth1\n";

    @TempDir
    private Path root;

    private final Map<String, String> commands = new HashMap<>();

    @BeforeEach
    void healthy() throws IOException {
        file("proc/sys/net/ipv6/conf/all/disable_ipv6", "0\n");
        file("proc/sys/net/ipv6/conf/all/forwarding", "1\n");
        file("proc/self/status", "Name:\tx\nCapEff:\t000001ffffffffff\n");
        file("proc/self/limits", "Max open files            1024                 4096                 files\n");
        file("proc/net/udp6", "  sl  local_address\n   1: 00000000000000000000000000000000:0222 0:0 07\n");
        file("proc/net/tcp6", "  sl  local_address\n");
        file("proc/net/dev", " lo: 0\n eth1: 0\n eth10: 0\n");
        file("proc/net/if_inet6", LINK_LOCAL);
        commands.put("nft list ruleset", "");
        commands.put("ip -6 route show table all proto 221", "");
        commands.put("ip -json link show dev eth1", UP);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Machine machine() {
        return new Machine(root, command -> Optional.ofNullable(commands.get(String.join(" ", command))));
    }

    private Finding host(String code, boolean isRunning, boolean isTransit) {
        return new HostChecks(machine(), isRunning, isTransit).findings()
                .stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsNothingOnAHealthyMachine() {
        assertThat(new HostChecks(machine(), false, true).findings()).extracting(Finding::outcome)
                .containsOnly(Outcome.OK);
        assertThat(new LinkChecks(machine()).check("eth1").outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void namesWhatTheMachineLacks() throws IOException {
        file("proc/sys/net/ipv6/conf/all/disable_ipv6", "1\n");
        assertThat(host("ipv6", false, false).fix()).isEqualTo("sysctl -w net.ipv6.conf.all.disable_ipv6=0");
        file("proc/sys/net/ipv6/conf/all/forwarding", "0\n");
        assertThat(host("forwarding", true, true).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(host("forwarding", true, false).outcome()).isEqualTo(Outcome.OK);
        file("proc/self/status", "CapEff:\t0000000000002000\n");
        assertThat(host("privileges", false, false).evidence()).isEqualTo("this user has no CAP_NET_ADMIN");
        assertThat(host("privileges", true, false).outcome()).isEqualTo(Outcome.OK);
        file("proc/self/limits", "Max open files            256                  4096                 files\n");
        assertThat(host("open-files", false, false).outcome()).isEqualTo(Outcome.WARNING);
    }

    @Test
    void namesAPortThatAnotherProcessHas() throws IOException {
        file("proc/net/udp6", "   1: 00000000000000000000000000000000:0DDD 0:0 07\n");
        file("proc/net/tcp6", "   1: 00000000000000000000000000000000:DDDD 0:0 0A\n");
        assertThat(host("discovery-port", false, false).evidence()).startsWith("UDP 3549 is in use");
        assertThat(host("exchange-port", false, false).fix()).startsWith("ss -ltnp 'sport = :56797'");
        assertThat(host("discovery-port", true, false).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void readsTheFirewallAsAPersonDoes() {
        String drops = """
                table inet f {
                  chain in {
                    type filter hook input priority filter; policy %s;
                %s  }
                }
                """;
        commands.put("nft list ruleset", drops.formatted("accept", "    udp dport 3549 drop\n"));
        assertThat(host("firewall", true, false)).returns(Outcome.FAILED, Finding::outcome)
                .returns("no peer is found", Finding::consequence);
        commands.put("nft list ruleset", drops.formatted("accept", "    tcp dport { 22, 56797 } reject\n"));
        assertThat(host("firewall", true, false).consequence()).isEqualTo("no prefixes are exchanged");
        commands.put("nft list ruleset", drops.formatted("drop", "    tcp dport 22 accept\n"));
        assertThat(host("firewall", true, false).outcome()).isEqualTo(Outcome.WARNING);
        commands.put("nft list ruleset",
                drops.formatted("drop", "    udp dport 3549 accept\n    tcp dport 56797 accept\n"));
        assertThat(host("firewall", true, false).outcome()).isEqualTo(Outcome.OK);
        commands.remove("nft list ruleset");
        assertThat(host("firewall", true, false).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void findsRoutesThatACrashLeft() {
        commands.put("ip -6 route show table all proto 221", "fd00:1::/64 nhid 3 metric 1024\n");
        assertThat(host("left-routes", false, false).fix()).contains("ip nexthop flush proto 221");
        assertThat(host("left-routes", true, false).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void namesTheFirstDefectOfALink() throws IOException {
        assertThat(new LinkChecks(machine()).check("eht1").fix()).isEqualTo("correct the name; there is eth1");
        assertThat(new LinkChecks(machine()).check("wan0").code()).isEqualTo("link-missing");
        for (String[] defect : new String[][]{{UP.replace(",\"UP\"", ""), "link-down"},
                {UP.replace("\"UP\"", "\"UP\",\"NO-CARRIER\""), "link-no-carrier"},
                {UP.replace("\"MULTICAST\",", ""), "link-no-multicast"}, {UP.replace("1500", "1000"), "link-mtu"}}) {
            commands.put("ip -json link show dev eth1", defect[0]);
            assertThat(new LinkChecks(machine()).check("eth1").code()).isEqualTo(defect[1]);
        }
        commands.put("ip -json link show dev eth1", UP);
        for (String[] defect : new String[][]{{"", "address-missing"},
                {LINK_LOCAL.replace(" 20 80", " 20 c0"), "address-tentative"},
                {LINK_LOCAL.replace(" 20 80", " 20 88"), "address-duplicate"},
                {LINK_LOCAL.replace(" 20 80", " 00 80"), "address-missing"}}) {
            file("proc/net/if_inet6", defect[0]);
            assertThat(new LinkChecks(machine()).check("eth1").code()).isEqualTo(defect[1]);
        }
        file("proc/sys/net/ipv6/conf/eth1/disable_ipv6", "1");
        assertThat(new LinkChecks(machine()).check("eth1").code()).isEqualTo("link-no-ipv6");
    }

    @Test
    void namesFindAllSimilarInterfaces() {
        for (String misspelt : List.of("eth11", "et1", "eth2", "teh1", "xeth1")) {
            assertThat(new LinkChecks(machine()).check(misspelt).fix()).as(misspelt).contains("eth1");
        }
    }
}

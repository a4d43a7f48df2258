package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.policy.PrefixFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every flag: its default, a value, a bad value. {@code DdmdProcessTest} has what only a process shows. */
final class DdmdTest {

    @Test
    void helpIsWrappedOnce() {
        List<String> footer = Ddmd.commandLine()
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .lines()
                .dropWhile(line -> !line.startsWith("Signals:"))
                .toList();
        assertThat(footer).isNotEmpty();
        // A line that is much shorter than the width is the end of a paragraph, which ends with a full stop.
        assertThat(footer).allMatch(line -> line.length() > 60 || line.endsWith("."));
    }

    private static final String UUID_TEXT = "4186465a-970d-4936-9637-eff6d513a799";

    interface Value extends Function<DaemonConfig, Object> {}

    static Stream<Arguments> flagsWithDefaultAndValue() {
        return Stream.of(flag("--addr x/v6", c -> c.interfaces(), List.of(), List.of("x")),
                flag("-a x -a y/ll -a x", c -> c.interfaces(), List.of(), List.of("x", "y")),
                flag("--kind transit", c -> c.router().kind(), RouterKind.SERVER, RouterKind.TRANSIT),
                flag("--dataplane none", c -> c.dataplane(), DataplaneKind.LINUX, DataplaneKind.NONE),
                flag("--data-dir /x", c -> c.dataDirectory(), Path.of("/var/lib/ddm"), Path.of("/x")),
                flag("--admin-addr ::", c -> c.adminAddress(), InetAddress.ofLiteral("::1"),
                        InetAddress.ofLiteral("::")),
                flag("--admin-addr 127.0.0.1", c -> c.adminAddress(), InetAddress.ofLiteral("::1"),
                        InetAddress.ofLiteral("127.0.0.1")),
                flag("--admin-port 0", c -> c.adminPort(), 8000, 0),
                flag("--exchange-port 1234", c -> c.exchangePort(), 56797, 1234),
                flag("--protocol-version 3", c -> c.router().version(), ProtocolVersion.V2, ProtocolVersion.V3),
                flag("--solicit-interval 7", c -> c.router().solicitInterval(), millis(2000), millis(7)),
                flag("--expire-threshold 7", c -> c.router().expireThreshold(), millis(5000), millis(7)),
                flag("--exchange-timeout 7", c -> c.exchangeTimeout(), millis(3000), millis(7)),
                flag("--pull-interval 0", c -> c.router().pullInterval(), millis(10_000), millis(0)),
                flag("--import-permit fd00::/8 --import-deny fd00:1::/32", c -> c.router().imports().filter(),
                        PrefixFilter.ALL,
                        new PrefixFilter(List.of(Prefix.parse("fd00::/8")), List.of(Prefix.parse("fd00:1::/32")))),
                flag("--export-permit fd00::/8 --export-deny fd00:1::/32", c -> c.router().exports(), PrefixFilter.ALL,
                        new PrefixFilter(List.of(Prefix.parse("fd00::/8")), List.of(Prefix.parse("fd00:1::/32")))),
                flag("--max-prefixes 7", c -> c.router().imports().maxPrefixes(), 131_072, 7),
                flag("--max-path-length 7", c -> c.router().imports().maxPathLength(), 32, 7),
                flag("--damping", c -> c.router().damping(), false, true),
                flag("--max-exchange-body 2048 --max-packets 7 --max-requests 8 --max-connections 9", c -> c.limits(),
                        NetLimits.DEFAULT, new NetLimits(2048, 7, 8, 9)),
                flag("--with-stats", c -> c.stats().atStart(), false, true),
                flag("--oximeter-port 1234", c -> c.stats().port(), 8001, 1234),
                flag("--rack-uuid " + UUID_TEXT, c -> c.stats().rackId(), Optional.empty(),
                        Optional.of(UUID.fromString(UUID_TEXT))),
                flag("--sled-uuid " + UUID_TEXT, c -> c.stats().sledId(), Optional.empty(),
                        Optional.of(UUID.fromString(UUID_TEXT))),
                flag("--admin-tls-cert c --admin-tls-key k", c -> c.access().tls(), Optional.empty(),
                        Optional.of(new AccessConfig.Tls(Path.of("c"), Path.of("k"), Optional.empty()))),
                flag("--admin-tls-cert c --admin-tls-key k --admin-tls-client-ca a", c -> c.access().tls(),
                        Optional.empty(),
                        Optional.of(new AccessConfig.Tls(Path.of("c"), Path.of("k"), Optional.of(Path.of("a"))))),
                flag("--admin-token-file x", c -> c.access().tokenFile(), Optional.empty(), Optional.of(Path.of("x"))),
                flag("--admin-socket /x", c -> c.access().socket(), Optional.empty(), socket("/x", "rw-rw----")),
                flag("--admin-socket /x --admin-socket-mode 0751", c -> c.access().socket(), Optional.empty(),
                        socket("/x", "rwxr-x--x")),
                flag("--admin-host a.example --admin-host b", c -> c.access().hosts(), List.of(),
                        List.of("a.example", "b")),
                flag("--probe-port 0", c -> c.access().probe(), Optional.empty(),
                        Optional.of(new ListenAddress(InetAddress.ofLiteral("::1"), 0))),
                flag("--probe-port 9 --probe-addr 192.0.2.1", c -> c.access().probe(), Optional.empty(),
                        Optional.of(new ListenAddress(InetAddress.ofLiteral("192.0.2.1"), 9))),
                flag("--exchange-key-file x", c -> c.access().exchangeKeyFile(), Optional.empty(),
                        Optional.of(Path.of("x"))));
    }

    private static Optional<AccessConfig.UnixSocket> socket(String path, String mode) {
        return Optional.of(new AccessConfig.UnixSocket(Path.of(path), PosixFilePermissions.fromString(mode)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void flagsWithDefaultAndValue(String arguments, Value value, Object byDefault, Object then) {
        assertThat(value.apply(config(""))).isEqualTo(byDefault);
        assertThat(value.apply(config(arguments))).isEqualTo(then);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--discovery-read-timeout 1 --ip-addr-wait 2", "--dns-servers ::1 --dns-servers ::2",
                    "--dpd-host somewhere --dpd-port 12224"})
    void isAcceptedWithoutEffect(String arguments) {
        String routerId = "--router-id me ";
        assertThat(config(routerId + arguments)).isEqualTo(config(routerId));
    }

    @Test
    void apiOnlyProgramsNoRoutes() {
        assertThat(config("").apiOnly()).isFalse();
        assertThat(config("--api-only").apiOnly()).isTrue();
        assertThat(config("--api-only --dataplane linux").dataplane()).isEqualTo(DataplaneKind.NONE);
    }

    @Test
    void theReferencesServiceIsUnderstoodWhole() {
        DaemonConfig config = config("-a tfportrear0_0/ll --admin-addr ::1 --admin-port 8000 --kind transit"
                + " --dns-servers unknown --rack-uuid " + UUID_TEXT + " --sled-uuid " + UUID_TEXT
                + " --oximeter-port 8001 --with-stats");
        assertThat(config.interfaces()).containsExactly("tfportrear0_0");
        assertThat(config.stats().identity()).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    --addr /v6                 | --addr: `/v6` is no interface: the name is empty
                    --addr                     | Missing required parameter for option '--addr' (INTERFACE)
                    --kind hub                 | Invalid value for option '--kind': expected one of [SERVER, TRANSIT]
                    --router-id ''             | router id
                    --dataplane dpd            | Invalid value for option '--dataplane': expected one of [LINUX, NONE]
                    --admin-addr localhost     | --admin-addr: 'localhost' is not an IP address
                    --admin-port 65536         | --admin-port is 0 to 65535, not 65536
                    --admin-port http          | Invalid value for option '--admin-port': 'http' is not an int
                    --exchange-port 0          | --exchange-port is 1 to 65535, not 0
                    --protocol-version 4       | --protocol-version is 2 or 3, not 4
                    --solicit-interval 0       | --solicit-interval is at least 1 ms, not 0
                    --expire-threshold -1      | --expire-threshold is at least 1 ms, not -1
                    --exchange-timeout 1s      | Invalid value for option '--exchange-timeout': '1s' is not an int
                    --discovery-read-timeout 0 | --discovery-read-timeout is at least 1 ms, not 0
                    --ip-addr-wait x           | Invalid value for option '--ip-addr-wait': 'x' is not an int
                    --oximeter-port 70000      | --oximeter-port is 0 to 65535, not 70000
                    --rack-uuid unknown        | Invalid value for option '--rack-uuid': 'unknown': UUID parsing failed
                    --sled-uuid 4186           | Invalid value for option '--sled-uuid': '4186': UUID parsing failed
                    --max-exchange-body 1023   | --max-exchange-body is at least 1024, not 1023
                    --max-prefixes 0           | --max-prefixes is at least 1, not 0
                    --max-path-length 0        | --max-path-length is at least 1, not 0
                    --max-packets 0            | --max-packets is at least 1, not 0
                    --max-requests 0           | --max-requests is at least 1, not 0
                    --max-connections 0        | --max-connections is at least 1, not 0
                    --pull-interval -1         | --pull-interval is at least 0, not -1
                    --import-permit fd00::/129 | Invalid value for option '--import-permit' (PREFIX): 'fd00::/129': invalid prefix value
                    --import-deny x            | Invalid value for option '--import-deny' (PREFIX): 'x': missing '/' character
                    --export-permit 10.0.0.0/8 | Invalid value for option '--export-permit' (PREFIX): '10.0.0.0/8': invalid IPv6 address
                    --export-deny fd00::1      | Invalid value for option '--export-deny' (PREFIX): 'fd00::1': missing '/' character
                    --dpd-port 0               | --dpd-port is 1 to 65535, not 0
                    --dendrite                 | --dendrite: this daemon programs the Linux kernel
                    --admin-tls-cert x         | --admin-tls-cert and --admin-tls-key go together
                    --admin-tls-client-ca x    | --admin-tls-client-ca wants --admin-tls-cert and --admin-tls-key
                    --admin-socket-mode 0888   | --admin-socket-mode is three octal digits, as in 0660, not '0888'
                    --api-only -a x            | --api-only runs on no interface, so it cannot be used together with -a
                    --with-everything          | Unknown option: '--with-everything'
                    x                          | Unmatched argument at index 0: 'x'
                    """)
    void isRefusedWithOneSentenceAndExitCode2(String arguments, String sentence) {
        StringWriter err = new StringWriter();
        int code = Ddmd.commandLine().setErr(new PrintWriter(err, true)).execute(words(arguments));
        assertThat(err.toString()).startsWith("ddmd: ").contains(sentence).hasLineCount(1);
        assertThat(code).isEqualTo(2);
    }

    private static Arguments flag(String arguments, Value value, Object byDefault, Object then) {
        return arguments(arguments, value, byDefault, then);
    }

    private static DaemonConfig config(String arguments) {
        CommandLine line = Ddmd.commandLine();
        line.parseArgs(words(arguments));
        Ddmd ddmd = line.getCommand();
        return ddmd.config();
    }

    private static String[] words(String arguments) {
        return Stream.of(arguments.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals("''") ? "" : word)
                .toArray(String[]::new);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}

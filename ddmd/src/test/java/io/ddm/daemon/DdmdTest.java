package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.log.LogNames;
import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.policy.PrefixFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every flag: its default, a value, a bad value. {@code DdmdProcessTest} has what only a process shows. */
final class DdmdTest {

    @Test
    void wrapsHelpOnce() {
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
        return Stream.of(flag("--addr x/v6", c -> c.links().interfaces(), List.of(), List.of("x")),
                flag("-a x -a y/ll -a x", c -> c.links().interfaces(), List.of(), List.of("x", "y")),
                flag("--kind transit", c -> c.router().kind(), RouterKind.SERVER, RouterKind.TRANSIT),
                flag("--dataplane none", c -> c.dataplane(), DataplaneKind.LINUX, DataplaneKind.NONE),
                flag("--data-dir /x", c -> c.dataDirectory(), Path.of("/var/lib/ddm"), Path.of("/x")),
                flag("--admin-addr ::", c -> c.admin().address(), InetAddress.ofLiteral("::1"),
                        InetAddress.ofLiteral("::")),
                flag("--admin-addr 127.0.0.1", c -> c.admin().address(), InetAddress.ofLiteral("::1"),
                        InetAddress.ofLiteral("127.0.0.1")),
                flag("--admin-port 0", c -> c.admin().port(), 8000, 0),
                flag("--exchange-port 1234", c -> c.links().exchangePort(), 56797, 1234),
                flag("--protocol-version 3", c -> c.router().version(), ProtocolVersion.V2, ProtocolVersion.V3),
                flag("--solicit-interval 7", c -> c.router().timers().solicitInterval(), millis(2000), millis(7)),
                flag("--expire-threshold 7", c -> c.router().timers().expireThreshold(), millis(5000), millis(7)),
                flag("--exchange-timeout 7", c -> c.links().exchangeTimeout(), millis(3000), millis(7)),
                flag("--pull-interval 0", c -> c.router().timers().pullInterval(), millis(10_000), millis(0)),
                flag("--import-permit fd00::/8 --import-deny fd00:1::/32",
                        c -> c.router().policies().imports().filter(),
                        PrefixFilter.ALL,
                        new PrefixFilter(List.of(Prefix.parse("fd00::/8")), List.of(Prefix.parse("fd00:1::/32")))),
                flag("--export-permit fd00::/8 --export-deny fd00:1::/32", c -> c.router().policies().exports(),
                        PrefixFilter.ALL,
                        new PrefixFilter(List.of(Prefix.parse("fd00::/8")), List.of(Prefix.parse("fd00:1::/32")))),
                flag("--max-prefixes 7", c -> c.router().policies().imports().maxPrefixes(), 131_072, 7),
                flag("--max-path-length 7", c -> c.router().policies().imports().maxPathLength(), 32, 7),
                flag("--damping", c -> c.router().policies().damping(), false, true),
                flag("--max-exchange-body 2048 --max-packets 7 --max-requests 8 --max-connections 9",
                        c -> c.links().limits(),
                        NetLimits.DEFAULT, new NetLimits(2048, 7, 8, 9)),
                flag("--with-stats", c -> c.admin().stats().atStart(), false, true),
                flag("--oximeter-port 1234", c -> c.admin().stats().port(), 8001, 1234),
                flag("--rack-uuid " + UUID_TEXT, c -> c.admin().stats().rackId(), Optional.empty(),
                        Optional.of(UUID.fromString(UUID_TEXT))),
                flag("--sled-uuid " + UUID_TEXT, c -> c.admin().stats().sledId(), Optional.empty(),
                        Optional.of(UUID.fromString(UUID_TEXT))),
                flag("--admin-tls-cert c --admin-tls-key k", c -> c.admin().access().tls(), Optional.empty(),
                        Optional.of(new AccessConfig.Tls(Path.of("c"), Path.of("k"), Optional.empty()))),
                flag("--admin-tls-cert c --admin-tls-key k --admin-tls-client-ca a", c -> c.admin().access().tls(),
                        Optional.empty(),
                        Optional.of(new AccessConfig.Tls(Path.of("c"), Path.of("k"), Optional.of(Path.of("a"))))),
                flag("--admin-token-file x", c -> c.admin().access().tokenFile(), Optional.empty(),
                        Optional.of(Path.of("x"))),
                flag("--admin-socket /x", c -> c.admin().access().socket(), Optional.empty(),
                        socket("/x", "rw-rw----")),
                flag("--admin-socket /x --admin-socket-mode 0751", c -> c.admin().access().socket(), Optional.empty(),
                        socket("/x", "rwxr-x--x")),
                flag("--admin-host a.example --admin-host b", c -> c.admin().access().hosts(), List.of(),
                        List.of("a.example", "b")),
                flag("--probe-port 0", c -> c.admin().access().probe(), Optional.empty(),
                        Optional.of(new ListenAddress(InetAddress.ofLiteral("::1"), 0))),
                flag("--probe-port 9 --probe-addr 192.0.2.1", c -> c.admin().access().probe(), Optional.empty(),
                        Optional.of(new ListenAddress(InetAddress.ofLiteral("192.0.2.1"), 9))),
                flag("--exchange-key-file x", c -> c.admin().access().exchangeKeyFile(), Optional.empty(),
                        Optional.of(Path.of("x"))));
    }

    private static Optional<AccessConfig.UnixSocket> socket(String path, String mode) {
        return Optional.of(new AccessConfig.UnixSocket(Path.of(path), PosixFilePermissions.fromString(mode)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flagsWithDefaultAndValue")
    void parsesFlagsAndDefaults(String arguments, Value value, Object byDefault, Object then) {
        assertThat(value.apply(config(""))).isEqualTo(byDefault);
        assertThat(value.apply(config(arguments))).isEqualTo(then);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--discovery-read-timeout 1 --ip-addr-wait 2", "--dns-servers ::1 --dns-servers ::2",
                    "--dpd-host somewhere --dpd-port 12224"})
    void acceptsReferenceFlagsWithoutEffect(String arguments) {
        String routerId = "--router-id me ";
        assertThat(config(routerId + arguments)).isEqualTo(config(routerId));
    }

    @Test
    void apiOnlyProgramsNoRoutes() {
        assertThat(config("").links().apiOnly()).isFalse();
        assertThat(config("--api-only").links().apiOnly()).isTrue();
        assertThat(config("--api-only --dataplane linux").dataplane()).isEqualTo(DataplaneKind.NONE);
    }

    @Test
    void acceptsFlagsOfReferenceService() {
        DaemonConfig config = config("-a tfportrear0_0/ll --admin-addr ::1 --admin-port 8000 --kind transit"
                + " --dns-servers unknown --rack-uuid " + UUID_TEXT + " --sled-uuid " + UUID_TEXT
                + " --oximeter-port 8001 --with-stats");
        assertThat(config.links().interfaces()).containsExactly("tfportrear0_0");
        assertThat(config.admin().stats().identity()).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    --addr /v6                 | invalid value '/v6' for --addr: `/v6` is not a valid interface name: the name is empty
                    --addr                     | Missing required parameter for option '--addr' (INTERFACE)
                    --kind hub                 | invalid value 'hub' for --kind: must be server or transit
                    --router-id ''             | invalid value '' for --router-id: a router id has 1 to 255 bytes, this one 0
                    --dataplane dpd            | invalid value 'dpd' for --dataplane: must be linux or none
                    --admin-addr localhost     | invalid value 'localhost' for --admin-addr: must be an IP address
                    --admin-port 65536         | invalid value '65536' for --admin-port: must be 0 to 65535
                    --admin-port http          | invalid value 'http' for --admin-port: must be a whole number, 0 to 65535
                    --exchange-port 0          | invalid value '0' for --exchange-port: must be 1 to 65535
                    --protocol-version 4       | invalid value '4' for --protocol-version: must be 2 or 3
                    --protocol-version x       | invalid value 'x' for --protocol-version: must be 2 or 3
                    --solicit-interval 0       | invalid value '0' for --solicit-interval: must be at least 1 ms
                    --expire-threshold -1      | invalid value '-1' for --expire-threshold: must be at least 1 ms
                    --exchange-timeout 1s      | invalid value '1s' for --exchange-timeout: must be a whole number, at least 1 ms
                    --discovery-read-timeout 0 | invalid value '0' for --discovery-read-timeout: must be at least 1 ms
                    --ip-addr-wait x           | invalid value 'x' for --ip-addr-wait: must be a whole number, at least 1 ms
                    --oximeter-port 70000      | invalid value '70000' for --oximeter-port: must be 0 to 65535
                    --probe-port 65536         | invalid value '65536' for --probe-port: must be 0 to 65535
                    --probe-port 1 --probe-addr x | invalid value 'x' for --probe-addr: must be an IP address
                    --probe-addr ::1           | --probe-addr needs --probe-port
                    --admin-host x:1           | invalid value 'x:1' for --admin-host: must be a host name without a port
                    --rack-uuid unknown        | invalid value 'unknown' for --rack-uuid: UUID parsing failed
                    --sled-uuid 4186           | invalid value '4186' for --sled-uuid: UUID parsing failed
                    --max-exchange-body 1023   | invalid value '1023' for --max-exchange-body: must be at least 1024 bytes
                    --max-prefixes 0           | invalid value '0' for --max-prefixes: must be at least 1
                    --max-prefixes 2147483648  | invalid value '2147483648' for --max-prefixes: must be at most 2147483647
                    --max-path-length 0        | invalid value '0' for --max-path-length: must be at least 1
                    --max-packets 0            | invalid value '0' for --max-packets: must be at least 1
                    --max-requests 0           | invalid value '0' for --max-requests: must be at least 1
                    --max-connections 0        | invalid value '0' for --max-connections: must be at least 1
                    --pull-interval -1         | invalid value '-1' for --pull-interval: must be at least 0 ms
                    --import-permit fd00::/129 | invalid value 'fd00::/129' for --import-permit: invalid prefix value
                    --import-deny x            | invalid value 'x' for --import-deny: must have a prefix length, as in fd00:1::/64
                    --export-permit 10.0.0.0/8 | invalid value '10.0.0.0/8' for --export-permit: must be an IPv6 prefix: the underlay does not route IPv4
                    --export-deny fd00::1      | invalid value 'fd00::1' for --export-deny: must have a prefix length, as in fd00:1::/64
                    --dpd-port 0               | invalid value '0' for --dpd-port: must be 1 to 65535
                    --dendrite                 | --dendrite: this daemon programs the Linux kernel
                    --multipath-slack 100      | invalid value '100' for --multipath-slack: must be a number without a unit: 0 to 99 percent
                    --multipath-slack 20 --failure-detection-time 0 | --multipath-slack needs probes, which --failure-detection-time 0 turns off
                    --admin-tls-cert x         | --admin-tls-cert and --admin-tls-key go together
                    --admin-tls-client-ca x    | --admin-tls-client-ca needs --admin-tls-cert and --admin-tls-key
                    --admin-socket-mode 0888   | invalid value '0888' for --admin-socket-mode: must be three octal digits, as in 0660
                    --api-only -a x            | --api-only runs on no interface, so it cannot be used together with -a
                    --kind server --kind transit | option '--kind' (KIND) should be specified only once
                    --with-everything          | Unknown option: '--with-everything'
                    x                          | Unmatched argument at index 0: 'x'
                    """)
    void rejectsBadArgumentsWithCode2(String arguments, String sentence) {
        StringWriter err = new StringWriter();
        int code = Ddmd.commandLine().setErr(new PrintWriter(err, true)).execute(words(arguments));
        assertThat(err.toString()).startsWith("ddmd: ").contains(sentence).hasLineCount(1);
        assertThat(code).isEqualTo(2);
    }

    @Test
    void checksWithoutStarting(@TempDir Path scratch) throws IOException {
        Path file = Files.writeString(scratch.resolve("ddmd.toml"), "kind = \"transit\"\naddr = [\"eth1\"]\n");
        assertThat(run("--check --config " + file)).isEqualTo("0: ddmd: the configuration is valid\n");
        assertThat(run("--check --admin-token-file " + file)).startsWith("2: ddmd: --admin-token-file ");
        assertThat(run("--check --exchange-key-file /no/such")).startsWith("2: ddmd: --exchange-key-file ");
        Files.writeString(file, "kind = \"hub\"\nadmin-prot = 1\n");
        assertThat(run("--check --config " + file)).isEqualTo("2: ddmd: " + file
                + ":1: invalid value 'hub' for kind: must be server or transit\nddmd: " + file
                + ":2: unknown key 'admin-prot'; did you mean 'admin-port'?\n");
        Files.writeString(file, "api-only = true\n");
        assertThat(run("--check -a eth1 --config " + file)).startsWith("2: ddmd: --api-only runs on no interface");
    }

    @Test
    void printsWhereEachValueIsFrom(@TempDir Path scratch) throws IOException {
        Path file = Files.writeString(scratch.resolve("ddmd.toml"), "addr = [\"eth1\"]\nadmin-token-file = \"/t\"\n");
        String printed = run("--print-config --kind transit --config " + file);
        assertThat(printed).startsWith("0: ")
                .contains("\nkind = \"transit\" # flag\n", "\naddr = [\"eth1\"] # " + file + ":1\n",
                        "\nadmin-token-file = \"/t\" # " + file + ":2\n", "\nadmin-port = 8000 # default\n",
                        "\n# config = \"" + file + "\" # flag\n");
        assertThat(run("--print-config --kind hub")).startsWith("2: ddmd: invalid value 'hub' for --kind");
    }

    /** Exit code and output. */
    private static String run(String arguments) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        int code = Ddmd.commandLine().setOut(out).setErr(out).execute(words(arguments));
        return code + ": " + text;
    }

    @Test
    void helpNamesEveryLogger() {
        StringWriter out = new StringWriter();
        Ddmd.commandLine().setOut(new PrintWriter(out, true)).execute("--help");
        assertThat(out.toString()).contains(LogNames.ALL);
    }

    private static Arguments flag(String arguments, Value value, Object byDefault, Object then) {
        return arguments(arguments, value, byDefault, then);
    }

    private static DaemonConfig config(String arguments) {
        CommandLine line = Ddmd.commandLine();
        line.parseArgs(words(arguments));
        return ConfigKeys.config(ConfigKeys.settings(line.getCommandSpec()));
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

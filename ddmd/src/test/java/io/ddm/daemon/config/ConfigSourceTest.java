package io.ddm.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddm.daemon.config.file.BadConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags, environment, file and defaults: which one counts, and what is wrong with each. */
final class ConfigSourceTest {

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void everyKeyCanBeInFileAndEnvironment() throws IOException {
        StringBuilder text = new StringBuilder();
        Map<String, String> environment = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.inFile()) {
            text.append(Samples.line(key));
            environment.put(key.variable(), Samples.text(key));
        }
        Settings fromFile = source(Map.of(), text.toString()).read();
        Settings fromEnvironment = source(environment, "").read();
        assertThat(ConfigKeys.inFile()).hasSizeGreaterThan(50).allSatisfy(key -> {
            assertThat(fromFile.texts(key)).containsExactly(Samples.text(key));
            assertThat(fromEnvironment.texts(key)).containsExactly(Samples.text(key));
            assertThat(key.byDefault()).isNotEqualTo(fromFile.texts(key).getFirst());
        });
    }

    @Test
    void flagsComeBeforeEnvironmentBeforeFileBeforeDefaults() throws IOException {
        String file = "kind = \"transit\"\nadmin-port = 1\noximeter-port = 2\nprobe-port = 3\n";
        ConfigSource source = source(Map.of("DDM_ADMIN_PORT", "11", "DDM_OXIMETER_PORT", "12"), file, "--oximeter-port",
                "22");
        Settings settings = source.read();
        assertThat(settings.get(ProcessKeys.OXIMETER_PORT)).isEqualTo(22);
        assertThat(settings.get(ProcessKeys.ADMIN_PORT)).isEqualTo(11);
        assertThat(settings.find(AccessKeys.PROBE_PORT)).hasValue(3);
        assertThat(settings.get(RouterKeys.EXCHANGE_PORT)).isEqualTo(56_797);
        assertThat(source.file()).hasValue(scratch.resolve("ddmd.toml"));
        assertThat(ConfigKeys.print(settings)).contains("oximeter-port = 22 # flag\n",
                "admin-port = 11 # environment DDM_ADMIN_PORT\n",
                "probe-port = 3 # " + scratch.resolve("ddmd.toml") + ":4\n", "exchange-port = 56797 # default\n",
                "kind = \"transit\" # " + scratch.resolve("ddmd.toml") + ":1\n", "addr = [] # default\n",
                "damping = false # default\n", "# router-id is not set\n");
    }

    @Test
    void printsWhatAFileOfTheSameSettingsHas() throws IOException {
        StringBuilder text = new StringBuilder();
        ConfigKeys.inFile().forEach(key -> text.append(Samples.line(key)));
        Settings settings = source(Map.of(), text.toString()).read();
        Settings again = source(Map.of(), ConfigKeys.print(settings)).read();
        assertThat(ConfigKeys.inFile()).allSatisfy(key -> assertThat(again.texts(key)).isEqualTo(settings.texts(key)));
    }

    @Test
    void aListReplacesTheWholeList() throws IOException {
        String file = "addr = [\n  \"eth1\",\n  \"eth2\", # uplink\n]\n";
        assertThat(source(Map.of(), file).read().all(RouterKeys.INTERFACES)).containsExactly("eth1", "eth2");
        assertThat(source(Map.of("DDM_ADDR", "eth3, eth4 eth5/ll"), file).read().all(RouterKeys.INTERFACES))
                .containsExactly("eth3", "eth4", "eth5");
        assertThat(source(Map.of("DDM_ADDR", "eth3"), file, "--addr", "eth6").read().all(RouterKeys.INTERFACES))
                .containsExactly("eth6");
        assertThat(source(Map.of("DDM_ADDR", ""), "addr = []").read().all(RouterKeys.INTERFACES)).isEmpty();
    }

    @Test
    void aSwitchCanBeSetToFalse() throws IOException {
        assertThat(source(Map.of(), "damping = true").read().isSet(PolicyKeys.DAMPING)).isTrue();
        assertThat(source(Map.of(), "damping = false").read().isSet(PolicyKeys.DAMPING)).isFalse();
        assertThat(source(Map.of("DDM_DAMPING", "false"), "damping = true").read().isSet(PolicyKeys.DAMPING))
                .isFalse();
        assertThat(source(Map.of("DDM_DAMPING", "false"), "", "--damping").read().isSet(PolicyKeys.DAMPING)).isTrue();
    }

    @Test
    void readsNoFileUnlessThereIsOne() {
        ConfigSource source = new ConfigSource(Settings.ofFlags(Map.of()), Map.of(),
                Optional.of(scratch.resolve("absent")));
        assertThat(source.file()).isEmpty();
        assertThat(source.read().texts(RouterKeys.KIND)).isEmpty();
        assertThatThrownBy(() -> new ConfigSource(Settings.ofFlags(Map.of()),
                Map.of("DDM_CONFIG", scratch.resolve("absent").toString()), Optional.empty()).read())
                .hasMessage(scratch.resolve("absent") + " does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock = """
                    knd = "server"             | 1: unknown key 'knd'; did you mean 'kind'?
                    admin_port = 1             | 1: unknown key 'admin_port'; did you mean 'admin-port'?
                    colour = "red"             | 1: unknown key 'colour'; ddmd --print-config lists the keys
                    [router]                   | 1: 'router' is a table: keys are at the top level, as in kind = "server"
                    addr.eth1 = true           | 1: invalid value '[...]' for addr: must be a list of texts in quotes
                    config = "x"               | 1: 'config' is a flag only: a file cannot name another one
                    kind = "hub"               | 1: invalid value 'hub' for kind: must be server or transit
                    kind = 1                   | 1: invalid value '1' for kind: must be a text in quotes: server or transit
                    admin-port = 65536         | 1: invalid value '65536' for admin-port: must be 0 to 65535
                    admin-port = "8000"        | 1: invalid value '8000' for admin-port: must be a whole number, without quotes: 0 to 65535
                    admin-port = 80.5          | 1: invalid value '80.5' for admin-port: must be a whole number, without quotes: 0 to 65535
                    addr = "eth1"              | 1: invalid value 'eth1' for addr: must be a list of texts in quotes, as in ["a", "b"]
                    addr = [1]                 | 1: invalid value '1' for addr: must be a list of texts in quotes, as in ["a", "b"]
                    damping = "yes"            | 1: invalid value 'yes' for damping: must be true or false, without quotes
                    log = "loud"               | 1: invalid value 'loud' for log: unknown level 'loud'
                    import-permit = ["x"]      | 1: invalid value 'x' for import-permit: must have a prefix length
                    kind = server              | 1:8: unexpected
                    kind = "a                  | 1:
                    """)
    void namesFileAndLineOfAMistake(String text, String sentence) throws IOException {
        ConfigSource source = source(Map.of(), text + "\n");
        assertThatThrownBy(source::read).isInstanceOf(BadConfigException.class)
                .message()
                .startsWith(scratch.resolve("ddmd.toml") + ":" + sentence);
    }

    @Test
    void namesEveryMistakeInOrder() throws IOException {
        String file = "kind = \"hub\"\naddr = [\"eth1\",\n  \"/\"]\nadmin-port = -1\n";
        BadConfigException bad = catchThrowableOfType(BadConfigException.class,
                () -> source(Map.of("DDM_EXCHANGE_PORT", "0"), file).read());
        String name = scratch.resolve("ddmd.toml").toString();
        assertThat(bad.problems()).hasSize(4);
        assertThat(bad.problems().get(0))
                .isEqualTo("invalid value '0' for DDM_EXCHANGE_PORT: must be 1 to 65535");
        assertThat(bad.problems().get(1)).startsWith(name + ":1: ");
        assertThat(bad.problems().get(2)).startsWith(name + ":3: invalid value '/' for addr");
        assertThat(bad.problems().get(3)).startsWith(name + ":4: ");
    }

    @Test
    void boundsTheMistakesThatItNames() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("nonsense").append(i).append(" = 1\n");
        }
        BadConfigException bad = catchThrowableOfType(BadConfigException.class,
                () -> source(Map.of(), text.toString()).read());
        assertThat(bad.problems()).hasSize(11).last().isEqualTo("and 90 more");
    }

    @Test
    void rejectsWhatIsNoTextFile() throws IOException {
        Path file = scratch.resolve("ddmd.toml");
        Files.write(file, new byte[]{'#', (byte) 0xff});
        assertThatThrownBy(source()::read).hasMessage(file + " is not UTF-8");
        Files.writeString(file, "#".repeat(256 * 1024 + 1));
        assertThatThrownBy(source()::read).hasMessageContaining("larger than 262144 bytes");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(source()::read).hasMessageContaining("is a directory, not a regular file");
    }

    @Test
    void followsALinkToTheFile() throws IOException {
        Path target = Files.writeString(scratch.resolve("target"), "kind = \"transit\"");
        Files.createSymbolicLink(scratch.resolve("ddmd.toml"), target);
        assertThat(source().read().texts(RouterKeys.KIND)).containsExactly("transit");
    }

    @Test
    void namesWrongVariables() throws IOException {
        assertThatThrownBy(source(Map.of("DDM_KIND", "hub"), "")::read)
                .hasMessage("invalid value 'hub' for DDM_KIND: must be server or transit");
        assertThatThrownBy(source(Map.of("DDM_DAMPING", "1"), "")::read)
                .hasMessage("invalid value '1' for DDM_DAMPING: must be true or false");
        assertThat(source(Map.of("DDM_KNID", "transit", "DDM_BIN", "/x", "DDMKIND", "x"), "").warnings())
                .containsExactly("the environment variable DDM_KNID is unknown and ignored; did you mean DDM_KIND?");
    }

    @Test
    void readsTheExampleOfTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));
        String example = page.substring(page.indexOf("```toml\n") + 8);
        Settings settings = source(Map.of(), example.substring(0, example.indexOf("```"))).read();
        assertThat(settings.all(RouterKeys.INTERFACES)).containsExactly("eth1", "eth2");
        assertThat(settings.isSet(PolicyKeys.DAMPING)).isTrue();
    }

    @Test
    void toleratesAWrongLogVariable() throws IOException {
        ConfigSource source = source(Map.of("RUST_LOG", "ddmd=error"), "log = \"warn\"");
        assertThat(ConfigKeys.log(source.read())).hasToString("warn");
        assertThat(source.warnings()).singleElement()
                .asString()
                .startsWith("invalid RUST_LOG: unknown logger 'ddmd'")
                .endsWith("It is ignored");
        assertThat(ConfigKeys.log(source(Map.of("RUST_LOG", "error"), "log = \"warn\"").read())).hasToString("error");
        assertThat(ConfigKeys.log(source(Map.of("RUST_LOG", "error", "DDM_LOG", "debug"), "").read()))
                .hasToString("debug");
        assertThat(ConfigKeys.log(source(Map.of("DDM_LOG", "debug"), "", "--log", "trace").read()))
                .hasToString("trace");
        assertThat(ConfigKeys.log(source(Map.of(), "").read())).hasToString("info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a", "interfaces"})
    void suggestsOnlyWhatIsSimilar(String key) throws IOException {
        assertThatThrownBy(source(Map.of(), key + " = 1")::read)
                .hasMessageEndingWith("unknown key '" + key + "'; ddmd --print-config lists the keys");
    }

    private ConfigSource source(Map<String, String> environment, String text, String... flags) throws IOException {
        Files.writeString(scratch.resolve("ddmd.toml"), text);
        return new ConfigSource(PlainArguments.read(flags).orElseThrow(), environment,
                Optional.of(scratch.resolve("ddmd.toml")));
    }

    private ConfigSource source() {
        return new ConfigSource(Settings.ofFlags(Map.of()), Map.of(), Optional.of(scratch.resolve("ddmd.toml")));
    }
}

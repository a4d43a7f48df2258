package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import picocli.CommandLine;

/** The service of illumos: its manifest, and what its scripts make of properties, with the service's tools replaced. */
final class SmfTest {

    private static final Path SMF = Path.of("src/dist/smf").toAbsolutePath();
    private static final String INSTALLED = "/opt/oxide/mg-ddm/smf/";

    @TempDir
    private Path scratch = Path.of("");

    private record Output(int status, String text) {}

    @BeforeEach
    void fakeTools() throws IOException {
        program("tools/svcprop",
                "[ \"$1 $2 $4\" = \"-c -p svc:/oxide/mg-ddm:default\" ] && exec cat \"$PROPERTIES/${3#config/}\"");
        program("tools/ctrun", "echo \"ctrun $*\"; for script; do :; done; exec \"$script\"");
        program("tools/pgrep", "echo \"pgrep $*\" >&2; echo 4711");
        program("tools/pkill", "echo \"pkill $*\"");
        program("root/bin/ddmd", "echo \"ddmd $*\"; echo \"RUST_LOG=${RUST_LOG-unset}\"");
        for (Map.Entry<String, String> property : manifestProperties().entrySet()) {
            property(property.getKey(), property.getValue().split("=", 2)[1]);
        }
    }

    @Test
    void hasReferencePropertiesInManifest() throws Exception {
        assertThat(manifestProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("admin_host", "astring=::1"),
                        Map.entry("admin_port", "count=8000"), Map.entry("mode", "astring=server"),
                        Map.entry("dendrite", "boolean=false"), Map.entry("dpd_host", "astring=\"\""),
                        Map.entry("dpd_port", "astring=\"\""), Map.entry("log", "astring=info"),
                        Map.entry("dns_servers", "astring=unknown"), Map.entry("rack_uuid", "astring=unknown"),
                        Map.entry("sled_uuid", "astring=unknown"), Map.entry("interfaces", "astring=")));
        Element service = (Element) manifest().getElementsByTagName("service").item(0);
        assertThat(service.getAttribute("name")).isEqualTo("oxide/mg-ddm");
        assertThat(((Element) service.getElementsByTagName("create_default_instance").item(0)).getAttribute("enabled"))
                .isEqualTo("false");
        assertThat(method("stop")).isEqualTo(":kill");
        for (Element method : elements("exec_method")) {
            assertThat(method.getAttribute("timeout_seconds")).isEqualTo("0");
        }
    }

    @Test
    void startsDaemonWithDefaults() throws Exception {
        String start = method("start");
        assertThat(start).endsWith("&");
        Output output = run("bash", "-c", installed(start) + " wait $!");
        assertThat(output.text.lines()).containsExactly(
                "ctrun -l child -o noorphan,regent " + SMF.resolve("ddm_method_script.sh"),
                "ddmd --with-stats --admin-addr ::1 --admin-port 8000 --kind server --dns-servers unknown",
                "RUST_LOG=info");
    }

    @Test
    void passesEveryPropertyToDaemon() throws Exception {
        property("admin_host", "fd00:1::1");
        property("admin_port", "8888");
        property("mode", "transit");
        property("log", "debug");
        property("dns_servers", "fd00:1::53 fd00:2::53");
        property("rack_uuid", "4186465a-970d-4936-9637-eff6d513a799");
        property("sled_uuid", "cf6917a3-1f6d-4313-8223-a50f32c24b2c");
        property("dpd_host", "::1");
        property("dpd_port", "12224");
        property("interfaces", "cxgbe0/ll cxgbe1/ll");
        Output output = script();
        List<String> lines = output.text.lines().toList();
        assertThat(lines).containsExactly(
                "ddmd --with-stats --admin-addr fd00:1::1 --admin-port 8888 --kind transit --dpd-host ::1 --dpd-port "
                        + "12224"
                        + " --dns-servers fd00:1::53 --dns-servers fd00:2::53"
                        + " --rack-uuid 4186465a-970d-4936-9637-eff6d513a799"
                        + " --sled-uuid cf6917a3-1f6d-4313-8223-a50f32c24b2c -a cxgbe0/ll -a cxgbe1/ll",
                "RUST_LOG=debug");

        CommandLine line = Ddmd.commandLine();
        line.parseArgs(lines.getFirst().substring("ddmd ".length()).split(" ", -1));
        DaemonConfig config = ConfigKeys.config(ConfigKeys.settings(line.getCommandSpec()));
        assertThat(config.links().interfaces()).containsExactly("cxgbe0", "cxgbe1");
        assertThat(config.admin().stats().identity()).isPresent();
    }

    @Test
    void passesDendriteOnToBeRejected() throws Exception {
        property("dendrite", "true");
        property("log", "\"\"");
        assertThat(script().text.lines()).containsExactly(
                "ddmd --with-stats --admin-addr ::1 --admin-port 8000 --kind server --dendrite --dns-servers unknown",
                "RUST_LOG=unset");
    }

    @Test
    void findsProgramInRoot() throws Exception {
        Files.delete(scratch.resolve("root/bin/ddmd"));
        assertThat(script()).isEqualTo(new Output(1, "ddm_method_script.sh: there is no program ddmd in "
                + scratch.resolve("root/bin") + " or " + scratch.resolve("root") + "\n"));
        program("root/ddmd", "echo here");
        assertThat(script()).isEqualTo(new Output(0, "here\n"));
    }

    @Test
    void endsStartOnUnreadableProperty() throws Exception {
        Files.delete(scratch.resolve("properties/interfaces"));
        Output output = script();
        assertThat(output.status).isNotZero();
        assertThat(output.text).doesNotContain("ddmd --with-stats");
    }

    @Test
    void signalsChildOfCtrunOnRefresh() throws Exception {
        Output output = run("bash", "-c", installed(method("refresh")).replace("%{restarter/contract}", "42"));
        assertThat(output.text.lines()).containsExactly("pgrep -x -c 42 ctrun", "pkill -USR1 -P 4711");
        assertThat(run(SMF.resolve("refresh_ctrun_child.sh").toString()).status).isEqualTo(2);
    }

    private Output script() throws Exception {
        return run(SMF.resolve("ddm_method_script.sh").toString());
    }

    private static String installed(String command) {
        assertThat(command).contains(INSTALLED);
        return command.replace(INSTALLED, SMF + "/");
    }

    private Output run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("PATH", scratch.resolve("tools") + ":" + System.getenv("PATH"), "SMF_FMRI",
                        "svc:/oxide/mg-ddm:default", "PROPERTIES", scratch.resolve("properties").toString(), "DDM_ROOT",
                        scratch.resolve("root").toString()));
        builder.environment().remove("RUST_LOG");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Output(process.waitFor(), text);
    }

    private void program(String name, String body) throws IOException {
        Path file = scratch.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void property(String name, String value) throws IOException {
        Files.writeString(Files.createDirectories(scratch.resolve("properties")).resolve(name), value + "\n");
    }

    /** The properties of the group config: type=default, as svcprop prints the default. */
    private static Map<String, String> manifestProperties() throws IOException {
        Map<String, String> properties = new TreeMap<>();
        for (String tag : List.of("propval", "property")) {
            for (Element property : elements(tag)) {
                if (((Element) property.getParentNode()).getAttribute("name").equals("config")) {
                    NodeList values = property.getElementsByTagName("value_node");
                    String value = values.getLength() == 0
                            ? property.getAttribute("value")
                            : ((Element) values.item(0)).getAttribute("value");
                    boolean empty = tag.equals("propval") && value.isEmpty();
                    properties.put(property.getAttribute("name"),
                            property.getAttribute("type") + "=" + (empty ? "\"\"" : value));
                }
            }
        }
        return properties;
    }

    private static String method(String name) throws IOException {
        return elements("exec_method").stream()
                .filter(method -> method.getAttribute("name").equals(name))
                .findFirst()
                .orElseThrow()
                .getAttribute("exec");
    }

    private static List<Element> elements(String tag) throws IOException {
        NodeList nodes = manifest().getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Document manifest() throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newDocumentBuilder().parse(SMF.resolve("manifest.xml").toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("the manifest is not well-formed", e);
        }
    }
}

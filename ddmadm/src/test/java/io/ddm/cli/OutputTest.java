package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.ddm.cli.verb.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs read: formats, columns, order, and the schemas that hold each document to its word. */
final class OutputTest extends FakeDdmdTestCase {

    private static final Path SCHEMAS = Path.of("../docs/schemas");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    static final String PEERS = """
            {"3":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":899000000}},\
            "addr":"fe80::5462:80ff:fe04:ee18","host":"pia\\tno","kind":0,"if_name":"eth3"},\
            "10":{"status":{"type":"Exchange","duration":{"secs":0,"nanos":69999999}},\
            "addr":"fe80::1","host":"late","kind":1,"if_name":"eth10"}}""";

    /** Commands that show a list, and what they need of the daemon. */
    private static final List<String> LISTS = List.of("get-peers", "get-prefixes", "get-originated", "get-interfaces",
            "tunnel-imported", "tunnel-originated", "status", "peers", "links", "prefixes", "originated", "tunnels",
            "why fd00:2::/64", "history", "topology", "reload --dry-run", "log-level",
            "doctor --only host,links,peers,routes,daemon");

    @BeforeEach
    void answers() {
        ddmd.with("/peers", PEERS)
                .with("/interfaces", NounsTest.INTERFACES)
                .with("/prefixes", NounsTest.PREFIXES)
                .with("/originated", "[\"fd00:1::/64\"]")
                .with("/tunnel_endpoints", NounsTest.TUNNELS)
                .with("/originated_tunnel_endpoints",
                        """
                                [{"overlay_prefix":"::/0","boundary_addr":"fd00:a::1","vni":1,"metric":18446744073709551615}]""")
                .with("/status", NounsTest.STATUS)
                .with("/history", NounsTest.HISTORY)
                .with("/why", NounsTest.WHY)
                .with("/reload", """
                        {"dry_run":true,"file":null,"changes":[],"files":[{"key":"admin-token-file","read":true}]}""")
                .with("/log-levels", ConfigVerbsTest.LEVELS);
    }

    @Test
    void showsTheSameRecordsInEachFormat() {
        shows("""
                {"schema":"ddm.get-peers/1","data":[{"interface_index":3,"host":"pia\\tno",\
                "address":"fe80::5462:80ff:fe04:ee18","kind":"Server","state":"Exchange","for_ms":3899},\
                {"interface_index":10,"host":"late","address":"fe80::1","kind":"Transit","state":"Exchange","for_ms":69}]}
                """,
                "get-peers", "--json");
        shows("""
                {"schema":"ddm.get-peers/1","data":{"interface_index":3,"host":"pia\\tno",\
                "address":"fe80::5462:80ff:fe04:ee18","kind":"Server","state":"Exchange","for_ms":3899}}
                {"schema":"ddm.get-peers/1","data":{"interface_index":10,"host":"late","address":"fe80::1",\
                "kind":"Transit","state":"Exchange","for_ms":69}}
                """, "get-peers", "-o", "jsonl");
        shows("""
                host\tinterface_index\tfor_ms
                late\t10\t69
                pia\\tno\t3\t3899
                """, "get-peers", "--output=tsv", "-c", "host,Interface,duration", "--sort=host");
        shows("""
                10         late     fe80::1                    Transit  Exchange  69ms
                3          pia\\tno  fe80::5462:80ff:fe04:ee18  Server   Exchange  3s 899ms
                """.replace("10         ", "10  ").replace("3          ", "3   "), "get-peers", "--no-headers",
                "--sort", "for_ms");
        shows("10\n3\n", "get-peers", "-q", "--sort", "-interface_index");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-o xml", "-o", "--json -o table", "-c nonsense", "--sort nonsense", "-q -c host", "--columns=",
                    "--watch=1", "--color=red", "--watch -o tsv", "--sort", "--sort --json"})
    void rejectsNonsenseBeforeSending(String options) {
        Run run = plain(("get-peers " + options).split(" "));
        assertThat(run.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(run.err()).startsWith("ddmadm: ").contains("nothing was sent");
        assertThat(ddmd.requests).isEmpty();
    }

    /** A document of each list is as its schema says, in both forms, and no schema is without a list. */
    @Test
    void eachDocumentHasItsSchema() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String command : LISTS) {
            String arguments = command + " --json";
            Run run = plain(arguments.split(" "));
            assertThat(run.exit()).as(command).isIn(0, 1);
            JsonNode document = JSON.readTree(run.out());
            assertThat(document.get("data")).as(command).isNotEmpty();
            used.add(validate(document));
            for (String line : plain((command + " -o jsonl").split(" ")).out().lines().toList()) {
                JsonNode row = JSON.readTree(line);
                JsonNode whole = document.deepCopy();
                ((ObjectNode) whole).putArray("data").add(row.get("data"));
                validate(whole);
            }
        }
        used.add(validate(JSON.readTree(plain("sync", "--json").out())));
        used.add(validate(JSON.readTree(plain("get-peers", "--json", "-c", "x").out())));
        used.add("blocks-1.json");
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(used);
        }
    }

    /** Returns the file of the schema. */
    private static String validate(JsonNode document) throws IOException {
        String name = document.get("schema").asText().replace("ddm.", "").replace('/', '-') + ".json";
        JsonSchema schema = FACTORY.getSchema(Files.readString(SCHEMAS.resolve(name)));
        assertThat(schema.validate(document)).as("%s: %s", name, document).isEmpty();
        return name;
    }

    @Test
    void reportsErrorsAsDocumentsToo() throws IOException {
        ddmd.rejecting(503, "/peers", "{\"request_id\":\"x\",\"message\":\"not now\"}");
        for (String[] format : new String[][]{{"--json"}, {"-o", "json"}, {"--output=jsonl"}, {"-ojson"}}) {
            Run run = plain(Stream.concat(Stream.of("get-peers"), Stream.of(format)).toArray(String[]::new));
            assertThat(run.exit()).isEqualTo(ExitCodes.REFUSED);
            JsonNode error = JSON.readTree(run.out());
            assertThat(validate(error)).isEqualTo("error-1.json");
            assertThat(error.at("/error/why").asText()).isEqualTo("not now");
            assertThat(error.at("/error/exit").asInt()).isEqualTo(ExitCodes.REFUSED);
            assertThat(run.err()).startsWith("ddmadm: ");
        }
        assertThat(plain("get-peers").out()).isEmpty();
        assertThat(plain("get-peers", "-o", "tsv").out()).isEmpty();
    }

    @Test
    void colorsOnRequest() {
        assertThat(plain("links", "--color", "always").out()).contains("\u001b[32m● Exchange\u001b[0m");
        assertThat(Run.styled("-p", ddmd.port(), "links", "--color", "never").out()).doesNotContain("\u001b");
        assertThat(Run.styled("-p", ddmd.port(), "links").out()).contains("\u001b[31m✗ Init\u001b[0m");
    }

    @Test
    void keepsTheLetterOThatTheReferenceHas() {
        ddmd.with("/tunnel_endpoint", "");
        assertThat(plain("tunnel-advertise", "-o", "10.0.0.0/8", "-b", "fd00::1", "-v", "1", "--output", "json").out())
                .isEqualTo("{\"schema\":\"ddm.result/1\",\"data\":[]}\n");
        assertThat(ddmd.requests.getLast()).startsWith("PUT /tunnel_endpoint ");
    }
}

package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that OpenAPI Generator makes of the reference's documents, put before our daemon as they are: nothing is
 * adapted but the version header, which the documents leave out.
 *
 * <p>The generator makes 32-bit integers of the documents' {@code uint32} and {@code uint64}, so metrics beyond 2^31-1
 * are not seen here.
 */
final class GeneratedClientIT {

    private static final Path DOCUMENTS = Path.of("../ddm-api/src/test/resources/reference");
    private static final Path GENERATOR = Path.of("target/openapi-generator-cli.jar").toAbsolutePath();
    private static final Path CALLERS = Path.of("src/test/client");
    private static final String JAVA = System.getProperty("java.home") + "/bin/java";

    @TempDir
    private Path scratch = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "2.0.0"})
    void generatedClientCallsEveryOperation(String version) throws Exception {
        Path document = DOCUMENTS.resolve("ddm-admin-" + version + ".json").toAbsolutePath().normalize();
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            lab.originate("s2", "fd00:2::/64", "fd00:22::1/64");
            lab.change("s2", "PUT", "/tunnel_endpoint",
                    "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00:2::1\",\"vni\":47,"
                            + "\"metric\":100}]");
            compile(generate(document), version);
            eventually(() -> assertThat(lab.prefixes("s1")).isEqualTo(2));
            eventually(() -> assertThat(lab.size("s1", "/tunnel_endpoints")).isEqualTo(1));

            NetnsLab.Output client = lab.run("s1", JAVA, "-cp",
                    scratch + File.pathSeparator + System.getProperty("java.class.path"), "EveryOperation", version);
            assertThat(client.status()).as(client.err()).isZero();
            assertThat(client.out().lines()).as("answered").containsExactlyInAnyOrderElementsOf(operations(document));

            eventually(() -> assertThat(lab.logged("s1")).as("the peer was expired").contains("expire"));
            eventually(() -> assertThat(lab.prefixes("s2")).as("what the client left reached the peer").isEqualTo(2));
            eventually(() -> assertThat(lab.size("s2", "/tunnel_endpoints")).isEqualTo(1));
        }
    }

    /** The sources of a client. */
    private Path generate(Path document) throws IOException, InterruptedException {
        Path sources = scratch.resolve("generated");
        Process generator = new ProcessBuilder(JAVA, "-XX:TieredStopAtLevel=1", "-jar", GENERATOR.toString(),
                "generate", "-g", "java", "--library", "native", "-i", document.toString(), "-o", sources.toString(),
                "--additional-properties",
                "openApiNullable=false,useJakartaEe=true,invokerPackage=client,apiPackage="
                        + "client,modelPackage=client.model",
                "--global-property", "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false")
                .redirectErrorStream(true)
                .start();
        generator.getOutputStream().close();
        String said = new String(generator.getInputStream().readAllBytes(), UTF_8);
        assertThat(generator.waitFor()).as(said).isZero();
        return sources.resolve("src/main/java");
    }

    /** Compiles a client and what calls it. */
    private void compile(Path client, String version) throws IOException {
        List<Path> sources = new ArrayList<>(List.of(CALLERS.resolve("EveryOperation.java"),
                CALLERS.resolve(version).resolve("PeerStatusCheck.java")));
        try (Stream<Path> generated = Files.walk(client)) {
            generated.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean compiled = compiler
                    .getTask(null, files, null,
                            List.of("-proc:none", "-nowarn", "-d", scratch.toString(), "-cp",
                                    System.getProperty("java.class.path")),
                            null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as("the client and its caller compile").isTrue();
        }
    }

    private static List<String> operations(Path document) throws IOException {
        return new ObjectMapper().readTree(document.toFile()).findValuesAsText("operationId");
    }
}

package io.ddm.daemon.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An authority and certificates that it signed, made anew by openssl in a folder: NAME.crt and NAME.key. */
public final class TestCertificates {

    private final Path folder;

    /** Makes the authority {@code ca}; where there is no openssl, the test is skipped. */
    public TestCertificates(Path folder) throws Exception {
        this.folder = folder;
        try {
            run("version");
        } catch (IOException e) {
            Assumptions.abort("no openssl here: " + e.getMessage());
        }
        make("ca", "/CN=ca", List.of());
    }

    /** Makes a certificate for {@code ::1} and two names, signed by the authority. */
    public void sign(String name, String subject) throws Exception {
        make(name, subject,
                List.of("-CA", crt("ca").toString(), "-CAkey", key("ca").toString(), "-addext",
                        "subjectAltName=IP:::1,DNS:router.example,DNS:*.rack.example", "-addext",
                        "basicConstraints=critical,CA:FALSE"));
    }

    public Path crt(String name) {
        return folder.resolve(name + ".crt");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private void make(String name, String subject, List<String> more) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", subject, "-keyout", key(name).toString(), "-out", crt(name).toString()));
        words.addAll(more);
        run(words.toArray(String[]::new));
    }

    private static void run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}

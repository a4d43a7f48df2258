package io.ddm.api.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same seed is the same run in every process. The JDK's immutable sets iterate in an order that each process picks
 * anew, so nothing may depend on it.
 */
class DeterminismTest {

    private static final int PROCESSES = 3;
    private static final List<String> SEEDS = List.of("1", "7");

    @ParameterizedTest
    @EnumSource(names = {"SMALL", "STOPS"})
    void sameSeedGivesSameRunInEveryProcess(Scenario scenario) throws IOException, InterruptedException {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
                    "-XX:+UseSerialGC", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1", "-cp",
                    System.getProperty("java.class.path"), Replay.class.getName(), scenario.name()));
            command.addAll(SEEDS);
            started.add(new ProcessBuilder(command).redirectErrorStream(true).start());
        }
        Set<List<String>> runs = new LinkedHashSet<>();
        for (Process process : started) {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            List<String> run = said.lines().sorted().toList();
            assertThat(run).hasSize(7).allMatch(line -> line.matches("\\d: [0-9a-f]{64}, .*"));
            runs.add(run);
        }
        assertThat(runs).as("what %s processes say", PROCESSES).hasSize(1);
    }
}

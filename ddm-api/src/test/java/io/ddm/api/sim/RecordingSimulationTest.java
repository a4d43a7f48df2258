package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.recording.Replay;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every router of a simulated network under faults is recorded, and each recording replays to the same effects. */
class RecordingSimulationTest {

    private static final int PROCESSES = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyRouterReplaysToTheSameEffects(long seed) throws Exception {
        Recordings tape = new Recordings(0);
        Scenario.SMALL.run(seed, tape);
        tape.replayAll();
    }

    /** A recording may begin at any moment, also in the middle of work on tables. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyRouterReplaysFromAnyStateToTheSameEffects(long seed) throws Exception {
        Recordings tape = new Recordings(97);
        Scenario.SMALL.run(seed, tape);
        assertThat(tape.recordings()).hasSizeGreaterThan(20);
        tape.replayAll();
    }

    @ParameterizedTest
    @EnumSource(names = {"SMALL", "STOPS"})
    void replaysToTheSameInEveryProcess(Scenario scenario) throws Exception {
        Recordings tape = new Recordings(0);
        scenario.run(4, tape);
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), ReplayFiles.class.getName()));
        int number = 0;
        for (byte[] recording : tape.recordings()) {
            command.add(Files.write(folder.resolve("recording-" + number++), recording).toString());
        }
        Set<String> said = new LinkedHashSet<>();
        for (int i = 0; i < PROCESSES; i++) {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(words).isZero();
            said.add(words);
        }
        assertThat(said).as("what %s processes say", PROCESSES).hasSize(1);
        assertThat(said.iterator().next().lines()).hasSize(number)
                .allMatch(line -> line.contains("difference=Optional.empty"));
    }

    /** A replay that finds nothing is worth something only if it can find. */
    @Test
    void reportsForgedEffect() throws Exception {
        Recordings tape = new Recordings(0);
        Scenario.SMALL.run(4, tape);
        String whole = new String(tape.recordings().getFirst(), StandardCharsets.UTF_8);
        int at = whole.lastIndexOf("{\"effect\":\"SendSolicitation\"");
        String forged = whole.substring(0, at) + whole.substring(at).replaceFirst("SendSolicitation", "CloseInterface");
        Replay.Result result = Replay.of(new ByteArrayInputStream(forged.getBytes(StandardCharsets.UTF_8)));
        assertThat(result.difference()).hasValueSatisfying(difference -> {
            assertThat(difference.line()).isEqualTo(whole.substring(0, at).lines().count() + 1);
            assertThat(difference.recorded()).contains("CloseInterface");
            assertThat(difference.replayed()).contains("SendSolicitation");
        });
    }

    @Test
    void reportsMissingEvent() throws Exception {
        Recordings tape = new Recordings(0);
        Scenario.SMALL.run(4, tape);
        List<String> lines = new String(tape.recordings().getFirst(), StandardCharsets.UTF_8).lines().toList();
        int begin = 0;
        while (!lines.get(begin).contains("\"event\":\"InterfaceReady\"")) {
            begin++;
        }
        int end = begin + 1;
        while (lines.get(end).startsWith("{\"effect\"")) {
            end++;
        }
        List<String> left = new ArrayList<>(lines.subList(0, begin));
        left.addAll(lines.subList(end, lines.size()));
        byte[] without = (String.join("\n", left) + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(Replay.of(new ByteArrayInputStream(without)).difference()).isPresent();
    }

    /** The process that wrote it was killed, or its disk was full, and another one or the same went on. */
    @Test
    void goesOnBehindAStateThatIsCut() throws Exception {
        Recordings tape = new Recordings(97);
        Scenario.SMALL.run(4, tape);
        // The last one that something happened to after its beginning.
        byte[] next = tape.recordings()
                .reversed()
                .stream()
                .filter(one -> new String(one, StandardCharsets.UTF_8).contains("\"event\":"))
                .findFirst()
                .orElseThrow();
        List<String> lines = new String(next, StandardCharsets.UTF_8).lines().toList();
        long states = lines.stream().filter(line -> line.startsWith("{\"state\"")).count();
        assertThat(states).isGreaterThan(10);
        for (String gap : List.of("", "{\"lost\":7}\n")) {
            String cut = String.join("\n", lines.subList(0, 1 + (int) states / 2)) + "\n" + gap;
            Replay.Result alone = Replay.of(new ByteArrayInputStream(cut.getBytes(StandardCharsets.UTF_8)));
            assertThat(alone.isTruncated()).isTrue();
            assertThat(alone.events()).isZero();
            byte[] whole = (cut + new String(next, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            Replay.Result result = Replay.of(new ByteArrayInputStream(whole));
            assertThat(result.difference()).isEmpty();
            assertThat(result.events()).isPositive();
            assertThat(result.isTruncated()).isTrue();
        }
    }
}

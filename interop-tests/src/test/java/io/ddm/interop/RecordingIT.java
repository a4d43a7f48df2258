package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What real daemons record replays to the same effects in another process. */
final class RecordingIT {

    private static final List<String> NODES = List.of("t1", "t2", "s1", "s2");

    @Test
    void recordingsOfDaemonsReplayToTheSameEffects() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("target"), "recordings-").toAbsolutePath();
        try (NetnsLab lab = NetnsLab.of("diamond")) {
            NODES.forEach(node -> start(lab, node, directory));
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64", "fd00:22::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(2).allMatch(RecordingIT::isOnBothPaths));

            lab.run("t2", "ip", "link", "set", "to-s1", "down");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(2).noneMatch(RecordingIT::isOnBothPaths));
            lab.withdraw("s2", "fd00:22::/64");
            lab.run("t2", "ip", "link", "set", "to-s1", "up");
            lab.kill("t1");
            eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().doesNotContain("to-t1"));
            start(lab, "t1", directory);
            eventually(() -> assertThat(lab.routes("s1")).singleElement().matches(RecordingIT::isOnBothPaths));

            Path kept = directory.resolve("kept");
            Files.writeString(kept, recording(lab, "s1"));
            isSame(lab, kept);
            NODES.forEach(lab::stop);
            NODES.forEach(node -> isSame(lab, directory.resolve(node)));

            Path changed = directory.resolve("changed");
            Files.writeString(changed, Files.readString(directory.resolve("s1"))
                    .replaceFirst("(\"effect\":.*)fd00:2::/64", "$1fd00:3::/64"));
            NetnsLab.Output replay = lab.run("s1", "ddmadm", "replay", changed.toString());
            assertThat(replay.status()).as(replay.out()).isEqualTo(1);
            assertThat(replay.out()).contains("First difference", "fd00:3::/64", "fd00:2::/64");
        }
    }

    private static void start(NetnsLab lab, String node, Path directory) {
        lab.daemon(node, "--record", directory.resolve(node).toString());
    }

    /** What a daemon keeps in memory, asked for in HTTP/1.0, which has no chunks. */
    private static String recording(NetnsLab lab, String node) {
        String answer = lab.run(node, "bash", "-c", "exec 3<>/dev/tcp/::1/8000; printf 'GET /recording HTTP/1.0\\r\\n"
                + "host: localhost\\r\\napi-version: 3.1.0\\r\\n\\r\\n' >&3; cat <&3").out();
        assertThat(answer).startsWith("HTTP/1.0 200 OK");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static boolean isOnBothPaths(String route) {
        return route.contains("dev to-t1") && route.contains("dev to-t2");
    }

    private static void isSame(NetnsLab lab, Path recording) {
        NetnsLab.Output replay = lab.run("s1", "ddmadm", "replay", recording.toString());
        assertThat(replay.status()).as("%s%s", replay.out(), replay.err()).isZero();
        assertThat(replay.out()).containsPattern("Result:? +same").doesNotContainPattern("Effects:? +0\n");
    }
}

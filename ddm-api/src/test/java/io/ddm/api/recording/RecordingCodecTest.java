package io.ddm.api.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.MultipathConfig;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a recording: written, read again, and refused. */
class RecordingCodecTest {

    private static final Instant AT = Instant.parse("2026-11-30T01:02:03.000000004Z");
    private static final RouterConfig CONFIG = new RouterConfig(new RouterId("t1"), RouterKind.TRANSIT,
            ProtocolVersion.V3, new Timers(Duration.ofMillis(1500), Duration.ofSeconds(4), Duration.ZERO),
            new Policies(
                    new ImportPolicy(
                            new PrefixFilter(List.of(Prefix.parse("fd00::/8")), List.of(Prefix.parse("fd00:1::1/64"))),
                            7, 8, 9),
                    PrefixFilter.ALL, true),
            new MultipathConfig(Duration.ofMillis(150), MultipathMode.EQUAL, new Slack(30)));
    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("fe80::1"), new RouterId("s1"),
            RouterKind.SERVER, ProtocolVersion.V2);

    @Property(tries = 200)
    void roundTripsEveryEvent(@ForAll long seed) throws Exception {
        for (Class<?> kind : RandomValues.kinds(Event.class)) {
            Event event = (Event) new RandomValues(seed).value(kind);
            Line.Input read = (Line.Input) lines(out -> out.event(AT, event, List.of())).getFirst();
            assertThat(read.event()).isEqualTo(event);
            assertThat(read.at()).isEqualTo(AT);
            assertThat(read.effects()).isZero();
        }
    }

    @Property(tries = 200)
    void roundTripsEveryEffect(@ForAll long seed) throws Exception {
        List<Effect> effects = new ArrayList<>();
        for (Class<?> kind : RandomValues.kinds(Effect.class)) {
            effects.add((Effect) new RandomValues(seed).value(kind));
        }
        List<Line> read = lines(out -> out.event(AT, new Event.Tick(), effects));
        assertThat(((Line.Input) read.getFirst()).effects()).isEqualTo(effects.size());
        assertThat(read.subList(1, read.size()).stream().map(line -> ((Line.Output) line).effect()))
                .isEqualTo(effects);
    }

    @Property(tries = 500)
    void roundTripsEveryDestination(@ForAll long seed) {
        Destination destination = (Destination) new RandomValues(seed).value(Destination.class);
        assertThat(RouteFamily.parseAny(destination.toText())).isEqualTo(destination);
    }

    @Test
    void readsTheConfigurationAndTheGaps() throws Exception {
        List<Line> read = lines(out -> out.lost(12));
        assertThat(read.getFirst()).isEqualTo(new Line.Lost(2, 12));
        RecordingReader reader = reader(recording(out -> {}));
        assertThat(reader.next()).contains(new Line.Begin(1, AT, CONFIG, false, false));
        assertThat(reader.next()).isEmpty();
        assertThat(reader.isTruncated()).isFalse();
    }

    @Test
    void readsTheExceptionOfAnEvent() throws Exception {
        Line read = lines(out -> out.failure(AT, new Event.Tick(), new IllegalStateException("no")))
                .getFirst();
        assertThat(((Line.Input) read).failure()).contains("java.lang.IllegalStateException: no");
    }

    /** Keys and keyed sums are what makes digests hard to forge. */
    @Test
    void holdsNoKeyAndNoKeyedSum() throws Exception {
        TableDigest digest = new TableDigest(new TableDigest.Bits(0x1234567890L, 2), 3,
                new TableDigest.Bits(0x9876543210L, 5));
        Event pull = new Event.PullReceived("eth0", PEER.address(), PeerCapabilities.NONE, Optional.of(digest), 7);
        List<Effect> effects = List.of(new Effect.Pull("eth0", 1, PEER, Optional.of(digest)),
                Effect.AnswerPull.unchanged(7, PeerCapabilities.NONE));
        String text = new String(recording(out -> {
            out.event(AT, pull, effects);
            out.event(AT, pull, List.of());
        }), StandardCharsets.UTF_8);
        for (long secret : List.of(digest.key().high(), digest.sum().high())) {
            assertThat(text).doesNotContain(Long.toString(secret)).doesNotContain(Long.toHexString(secret));
        }
        assertThat(text).contains("\"held\":{\"entries\":3,\"same\":true}")
                .contains("\"held\":{\"entries\":3,\"same\":false}")
                .contains("\"held\":{\"entries\":3}");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() throws Exception {
        assertThat(read("{\"zz\":[1],\"name\":\"eth0\",\"event\":\"InterfaceRemoved\",\"effects\":0,\"at\":\"" + AT
                + "\"}")).isEqualTo(new Line.Input(2, AT, new Event.InterfaceRemoved("eth0"), 0, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"at\":\"AT\",\"effects\":0,\"event\":\"Nonsense\"} | event: unknown event 'Nonsense'",
                    "{\"effect\":\"Nonsense\"} | effect: unknown effect 'Nonsense'",
                    "{\"at\":\"AT\",\"effects\":0,\"event\":\"InterfaceRemoved\"} | missing field `name`",
                    "{\"at\":\"now\",\"effects\":0,\"event\":\"Tick\"} | at: must be a UTC timestamp such as",
                    "{\"effects\":0,\"event\":\"Tick\"} | missing field `at`",
                    "{\"effect\":\"Program\",\"changes\":[{\"network\":\"x\",\"next_hops\":[]}]} | changes[0].network:",
                    "{} | missing field `recording`, `state`, `event`, `effect` or `lost`",
                    "[] | invalid type: sequence", "nonsense | Unrecognized token",
                    "{\"recording\":2} | recording: version 2 of the format: this program reads version 1"})
    void namesLineAndFieldOfAnError(String line, String problem) {
        assertThatThrownBy(() -> read(line.replace("AT", AT.toString()))).isInstanceOf(BadRecordingException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining(" at line ");
    }

    @Test
    void refusesOtherFilesAtTheirFirstLine() {
        assertThatThrownBy(() -> reader("{\"lost\":3}\n".getBytes(StandardCharsets.UTF_8)).next())
                .isInstanceOf(BadRecordingException.class)
                .hasMessage("line 1: not the first line of a recording");
    }

    @Test
    void refusesLinesThatAreTooLong() {
        byte[] recording = recording(out -> {});
        assertThatThrownBy(() -> new RecordingReader(new ByteArrayInputStream(recording), 16).next())
                .isInstanceOf(BadRecordingException.class)
                .hasMessage("line 1: longer than 16 bytes");
    }

    @Test
    void reportsTruncatedLastLine() throws Exception {
        byte[] recording = recording(out -> out.lost(12));
        RecordingReader reader = reader(Arrays.copyOf(recording, recording.length - 2));
        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.isTruncated()).isTrue();
    }

    private interface Writing {
        void to(RecordingWriter out) throws IOException;
    }

    private static Line read(String line) throws Exception {
        byte[] bytes = recording(out -> {});
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes);
        all.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        RecordingReader reader = reader(all.toByteArray());
        reader.next();
        return reader.next().orElseThrow();
    }

    private static List<Line> lines(Writing writing) throws Exception {
        RecordingReader reader = reader(recording(writing));
        List<Line> lines = new ArrayList<>();
        reader.next();
        for (Optional<Line> next = reader.next(); next.isPresent(); next = reader.next()) {
            lines.add(next.get());
        }
        assertThat(reader.isTruncated()).isFalse();
        return lines;
    }

    private static RecordingReader reader(byte[] bytes) {
        return new RecordingReader(new ByteArrayInputStream(bytes));
    }

    private static byte[] recording(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RecordingWriter out = new RecordingWriter(bytes);
        try {
            out.begin(AT, CONFIG);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

package io.ddm.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.recording.Replay;
import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept replays from its first line, however much was dropped before. */
class RecorderTest {

    private static final RouterConfig CONFIG = RouterConfig.of(new RouterId("t1"), RouterKind.TRANSIT);
    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("fe80::2"), new RouterId("s1"),
            RouterKind.SERVER, ProtocolVersion.V3);
    private static final PeerCapabilities OURS = new PeerCapabilities(1 << 20, true, "a");

    /** Small, so that states are taken down often. */
    private static final long SEGMENT_BYTES = 512 * 1024;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Router router = new Router(CONFIG, new TableDigest.Bits(0x0123456789abcdefL, 0x7edcba9876543210L));
    private final Random random = new Random(1);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long request;
    private long handled;

    @Test
    void keepsWhatReplaysFromItsFirstLine() throws Exception {
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            churn(recorder, 200);
            Replay.Result result = replay(recorder.kept().get());
            assertThat(result.difference()).isEmpty();
            assertThat(result.events()).isEqualTo(handled);
            assertThat(result.segments()).isOne();
            assertThat(recorder.lostEvents()).isZero();
        }
    }

    /** Segments are dropped from the front, so most of the events are gone. */
    @Test
    void renewsTheStateBeforeItDropsWhatCameBefore() throws Exception {
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            int rounds = 0;
            while (first(recorder.kept().get()).contains("\"from_state\":false")) {
                churn(recorder, 50);
                recorder.kept().get();
                assertThat(rounds++).isLessThan(1000);
            }
            churn(recorder, 50);
            KeptRecording kept = recorder.kept().get();
            Replay.Result result = replay(kept);
            assertThat(result.difference()).isEmpty();
            assertThat(result.segments()).isEqualTo(2);
            assertThat(result.lost()).isZero();
            assertThat(result.events()).isLessThan(handled);
            assertThat(recorder.keptBytes()).isLessThan(7 * SEGMENT_BYTES);
        }
    }

    @Test
    void goesOnWithAStateAfterAGap() throws Exception {
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            CountDownLatch busy = block(recorder);
            while (recorder.lostEvents() == 0) {
                handle(recorder, new Event.PushReceived("eth0", PEER.address(), update(20_000), ++request));
                settle(recorder);
            }
            busy.countDown();
            recorder.kept().get();
            churn(recorder, 50);
            Replay.Result result = replay(recorder.kept().get());
            assertThat(result.difference()).isEmpty();
            assertThat(result.segments()).isEqualTo(2);
            assertThat(result.lost()).isEqualTo(recorder.lostEvents());
        }
    }

    @Test
    void writesTheSameToTheFileFromTheFirstEventOn() throws Exception {
        Path path = folder.resolve("recording");
        try (Recorder recorder = recorder(Optional.of(RecordingFile.open(path)))) {
            connect(recorder);
            churn(recorder, 100);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            Replay.Result result = Replay.of(in);
            assertThat(result.difference()).isEmpty();
            assertThat(result.isTruncated()).isFalse();
            assertThat(result.events()).isEqualTo(handled);
        }
    }

    /** A table as one text would take several times the memory that the router lives in. */
    @Test
    void writesAStateInPieces() throws Exception {
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            for (int i = 0; i < 100; i++) {
                handle(recorder, new Event.PushReceived("eth0", PEER.address(), update(500), ++request));
                settle(recorder);
            }
            KeptRecording kept = recorder.kept().get();
            while (first(kept).contains("\"from_state\":false")) {
                churn(recorder, 50);
                kept = recorder.kept().get();
            }
            long lines = 0;
            for (byte[] chunk : kept.chunks()) {
                try (InputStream in = new KeptRecording(List.of(chunk)).open()) {
                    int size = in.readAllBytes().length;
                    assertThat(size).isLessThan(512 * 1024);
                    lines += size;
                }
            }
            assertThat(lines).as("bytes of lines").isGreaterThan(1_000_000L);
        }
    }

    /** Paths may have dozens of long ids, so their number bounds no memory. */
    @Test
    void boundsTheBytesThatWait() throws Exception {
        List<RouterId> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(new RouterId("x".repeat(240) + i));
        }
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            CountDownLatch busy = block(recorder);
            long bytes = 0;
            while (recorder.lostEvents() == 0) {
                List<PathVector> paths = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    RouterPath path = new RouterPath(ids);
                    paths.add(new PathVector(prefix(), path));
                }
                recorder.handled(now, new Event.PushReceived("eth0", PEER.address(), new Update(paths, List.of()), 1),
                        List.of());
                bytes += 500 * 30 * 240;
                assertThat(bytes).isLessThan(2 * Recorder.maxWaitingBytes());
            }
            busy.countDown();
        }
    }

    /** Without a rest for the recorder's thread: the process is about to end. */
    @Test
    void keepsAFaultAndWhatLedToIt() throws Exception {
        Path file = folder.resolve("recording");
        try (Recorder recorder = recorder(Optional.of(RecordingFile.open(file)))) {
            connect(recorder);
            churn(recorder, 20);
            recorder.failed(now, new Event.Tick(), new IllegalStateException("injected"));
            recorder.keepFault(folder);
            Path kept = folder.resolve(Recorder.FAULT_FILE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------");
            for (InputStream recording : List.of(new GZIPInputStream(Files.newInputStream(kept)),
                    Files.newInputStream(file))) {
                try (InputStream in = new BufferedInputStream(recording)) {
                    Replay.Result result = Replay.of(in);
                    assertThat(result.events()).isEqualTo(handled + 1);
                    assertThat(result.difference()).hasValueSatisfying(difference -> assertThat(difference.recorded())
                            .isEqualTo("java.lang.IllegalStateException: injected"));
                }
            }
        }
    }

    @Test
    void saysOfAFaultBehindAGapThatEventsAreMissing() throws Exception {
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            CountDownLatch busy = block(recorder);
            while (recorder.lostEvents() == 0) {
                handle(recorder, new Event.PushReceived("eth0", PEER.address(), update(20_000), ++request));
            }
            recorder.failed(now, new Event.Tick(), new IllegalStateException("injected"));
            busy.countDown();
            Replay.Result result = replay(recorder.kept().get());
            assertThat(result.difference()).isEmpty();
            assertThat(result.lost()).as("those of the gap, and the fault itself").isEqualTo(recorder.lostEvents() + 1);
        }
    }

    /** A file that failed asks for a state; when that comes, the segment in memory needs one as well. */
    @Test
    void beginsASegmentThoughTheStateWasMeantForTheFile() throws Exception {
        RecordingFile closed = RecordingFile.open(folder.resolve("recording"));
        closed.close();
        RecordingThread thread = new RecordingThread(CONFIG, now, Optional.of(closed), 4096, () -> {}, () -> false);
        long total = 0;
        while (thread.unkeptEvents() == 0) {
            take(thread, new Event.Originate(destinations()));
            total++;
        }
        StateCapture state = new StateCapture();
        router.archive(state);
        thread.take(new RecordedItem.Captured(now, state, 0));
        take(thread, new Event.Originate(destinations()));
        total++;
        CompletableFuture<KeptRecording> kept = new CompletableFuture<>();
        thread.take(new RecordedItem.Requested(kept));
        Replay.Result result = replay(kept.get());
        assertThat(result.difference()).isEmpty();
        assertThat(result.lost()).isEqualTo(thread.unkeptEvents());
        assertThat(result.events()).isEqualTo(total - result.lost());
    }

    private void take(RecordingThread thread, Event event) {
        now = now.plusMillis(20);
        thread.take(RecordedItem.Handled.of(now, event, router.handle(event, now)));
    }

    @Test
    void letsTheRouterGoOnWhenItsStateCannotBeTakenDown() throws Exception {
        try (Recorder recorder = new Recorder(CONFIG, now, () -> {
            throw new IllegalStateException("no state");
        }, Optional.empty(), SEGMENT_BYTES)) {
            connect(recorder);
            Optional<Throwable> end = Optional.empty();
            for (int rounds = 0; end.isEmpty(); rounds++) {
                churn(recorder, 50);
                end = recorder.kept()
                        .handle((kept, failure) -> Optional.ofNullable(failure))
                        .get(10, TimeUnit.SECONDS);
                assertThat(rounds).isLessThan(1000);
            }
            assertThat(end.get()).hasMessageContaining("the recorder has ended");
            assertThat(recorder.lostEvents()).isPositive();
            assertThat(recorder.keptBytes()).as("given up").isLessThan(1024);
        }
    }

    @Test
    void endsWithoutHarmWhenItFails() throws Exception {
        Destination unprintable = (Destination) Proxy.newProxyInstance(Destination.class.getClassLoader(),
                new Class<?>[]{Destination.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException(method.getName());
                });
        try (Recorder recorder = recorder(Optional.empty())) {
            Event event = new Event.Originate(Set.of(unprintable));
            recorder.handled(Instant.EPOCH, event, List.of());
            assertThatThrownBy(() -> recorder.kept().get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("the recorder has ended");
            recorder.handled(Instant.EPOCH, event, List.of());
            assertThat(recorder.lostEvents()).isEqualTo(1);
        }
    }

    @Test
    void holdsNoSecret() throws Exception {
        try (Recorder recorder = recorder(Optional.empty())) {
            connect(recorder);
            churn(recorder, 100);
            String text = new String(recorder.kept().get().open().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("\"held\":{\"entries\":").doesNotContain("\"key\"").doesNotContain("\"sum\"");
            assertThat(text).doesNotContain(Long.toString(0x0123456789abcdefL)).doesNotContain("123456789abcdef");
        }
    }

    /** Keeps the recorder's thread from its work: it comes upon a prefix whose text it gets only after the latch. */
    private CountDownLatch block(Recorder recorder) {
        CountDownLatch busy = new CountDownLatch(1);
        Prefix prefix = prefix();
        Thread test = Thread.currentThread();
        Destination slow = (Destination) Proxy.newProxyInstance(Destination.class.getClassLoader(),
                new Class<?>[]{Destination.class}, (proxy, method, arguments) -> {
                    if (!Thread.currentThread().equals(test)) {
                        busy.await();
                    }
                    return method.invoke(prefix, arguments);
                });
        now = now.plusMillis(20);
        List<Effect> effects = router.handle(new Event.Originate(Set.of(prefix)), now);
        recorder.handled(now, new Event.Originate(Set.of(slow)), effects);
        handled++;
        return busy;
    }

    private Recorder recorder(Optional<RecordingFile> file) {
        return new Recorder(CONFIG, now, () -> {
            StateCapture state = new StateCapture();
            router.archive(state);
            return state;
        }, file, SEGMENT_BYTES);
    }

    private void connect(Recorder recorder) {
        handle(recorder, new Event.InterfaceConfigured("eth0"));
        handle(recorder, new Event.InterfaceReady("eth0", 2, Ipv6Address.parse("fe80::1")));
        handle(recorder, new Event.InterfaceOpened("eth0", 1));
        handle(recorder, new Event.PacketReceived("eth0", PEER, false, true));
        handle(recorder, new Event.PullCompleted("eth0", 2, List.of(), OURS));
    }

    private void churn(Recorder recorder, int rounds) {
        for (int i = 0; i < rounds; i++) {
            handle(recorder, new Event.PacketReceived("eth0", PEER, false, true));
            handle(recorder, switch (random.nextInt(4)) {
                case 0 -> new Event.PushReceived("eth0", PEER.address(), update(1 + random.nextInt(200)), ++request);
                case 1 -> new Event.Originate(destinations());
                case 2 -> new Event.Withdraw(destinations());
                default -> new Event.PullReceived("eth0", PEER.address(), OURS,
                        Optional.of(new TableDigest(new TableDigest.Bits(7, 8), 3, new TableDigest.Bits(9, 10))),
                        ++request);
            });
            settle(recorder);
        }
    }

    private void settle(Recorder recorder) {
        while (router.isBusy()) {
            handle(recorder, new Event.Tick());
        }
    }

    private void handle(Recorder recorder, Event event) {
        now = now.plusMillis(20);
        List<Effect> effects = router.handle(event, now);
        recorder.handled(now, event, effects);
        handled++;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Push push) {
                handle(recorder, new Event.PushCompleted("eth0", push.epoch()));
            } else if (effect instanceof Effect.Pull pull) {
                handle(recorder, new Event.PullUnchanged("eth0", pull.epoch(), OURS));
            }
        }
    }

    private Update update(int paths) {
        List<PathVector> announce = new ArrayList<>();
        for (int i = 0; i < paths; i++) {
            announce.add(new PathVector(prefix(), RouterPath.of(PEER.id())));
        }
        return new Update(announce, List.of(new PathVector(prefix(), RouterPath.of(PEER.id()))));
    }

    private Set<Destination> destinations() {
        Set<Destination> destinations = new LinkedHashSet<>();
        for (int i = random.nextInt(100); i >= 0; i--) {
            destinations.add(prefix());
        }
        return destinations;
    }

    private Prefix prefix() {
        return new Prefix(new Ipv6Address(0xfd00_0000_0000_0000L | random.nextInt(20_000) << 8, 0), 56);
    }

    private static String first(KeptRecording kept) throws IOException {
        try (InputStream in = kept.open()) {
            return new String(in.readNBytes(1000), StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        }
    }

    private static Replay.Result replay(KeptRecording kept) throws Exception {
        try (InputStream in = new BufferedInputStream(kept.open())) {
            return Replay.of(in);
        }
    }
}

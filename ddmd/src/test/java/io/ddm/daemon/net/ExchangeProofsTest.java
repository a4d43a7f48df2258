package io.ddm.daemon.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.access.ExchangeReply;
import io.ddm.api.access.ExchangeRequest;
import io.ddm.api.access.RequestProof;
import io.ddm.daemon.net.ExchangeProofs.Verdict;
import io.ddm.fsm.model.Ipv6Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a router with a key believes. */
final class ExchangeProofsTest {

    private static final ExchangeRequest PUSH = new ExchangeRequest("PUT", "/v2/push", Ipv6Address.parse("fe80::1"),
            Ipv6Address.parse("fe80::2"), "", "{}".getBytes(UTF_8));

    private static final ExchangeRequest PULL = new ExchangeRequest("GET", "/v2/pull", Ipv6Address.parse("fe80::1"),
            Ipv6Address.parse("fe80::2"), "", new byte[0]);

    @TempDir
    private Path scratch = Path.of("");

    private ExchangeProofs sender;
    private ExchangeProofs receiver;
    private LinkProofs link;

    @BeforeEach
    void twoRoutersWithOneKey() throws IOException {
        sender = proofs("one", "0123456789abcdef");
        receiver = proofs("two", "0123456789abcdef");
        link = receiver.forLink();
    }

    @Test
    void aStrangerWithTheKeyIsGivenTheChallengeAndThenBelievedOnce() {
        String challenge = challengeOf(link);
        RequestProof proof = sender.prove(PUSH, challenge);
        assertThat(link.judge(PUSH, proof.toString())).isEqualTo(new Verdict.Proven(proof));
        assertThat(link.judge(PUSH, proof.toString())).isEqualTo(new Verdict.Refused("a repeated proof of a key"));
        assertThat(link.judge(PUSH, sender.prove(PUSH, challenge).toString())).isInstanceOf(Verdict.Proven.class);
    }

    @Test
    void whatWasSaidBeforeARestartIsNotBelievedAfterIt() throws IOException {
        String recorded = sender.prove(PUSH, challengeOf(link)).toString();
        LinkProofs restarted = proofs("two", "0123456789abcdef").forLink();
        assertThat(restarted.judge(PUSH, recorded)).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void whoHasNoKeyOrAnotherOneIsNotBelieved() throws IOException {
        assertThat(link.judge(PUSH, null)).isEqualTo(new Verdict.Refused("no proof of a key"));
        ExchangeProofs other = proofs("three", "fedcba9876543210");
        assertThat(link.judge(PUSH, other.prove(PUSH, "").toString())).isEqualTo(
                new Verdict.Refused("a wrong proof of a key"));
    }

    @Test
    void answersAreProvenToo() throws IOException {
        RequestProof asked = sender.prove(PUSH, "");
        ExchangeReply answer = new ExchangeReply(204, "", new byte[0]);
        assertThat(sender.isProven(answer, receiver.prove(answer, asked), asked)).isTrue();
        assertThat(sender.isProven(answer, null, asked)).isFalse();
        assertThat(sender.isProven(answer, proofs("three", "fedcba9876543210").prove(answer, asked), asked)).isFalse();
    }

    @Test
    void keysAreChangedWithoutARestart() throws IOException {
        String challenge = challengeOf(link);
        write("one", "fedcba9876543210\n0123456789abcdef");
        sender.look();
        assertThat(link.judge(PUSH, sender.prove(PUSH, challenge).toString())).isInstanceOf(Verdict.Refused.class);
        write("two", "0123456789abcdef\nfedcba9876543210");
        receiver.look();
        assertThat(link.judge(PUSH, sender.prove(PUSH, challenge).toString())).isInstanceOf(Verdict.Proven.class);
    }

    /** Held back on the way: the announcement comes after the withdrawal. */
    @Test
    void refusesAPushOlderThanOneReceived() {
        String challenge = challengeOf(link);
        String announcement = sender.prove(PUSH, challenge).toString();
        String repeated = sender.prove(PUSH, challenge).toString();
        String withdrawal = sender.prove(PUSH, challenge).toString();
        assertThat(link.judge(PUSH, repeated)).isInstanceOf(Verdict.Proven.class);
        assertThat(link.judge(PUSH, withdrawal)).isInstanceOf(Verdict.Proven.class);
        assertThat(link.judge(PUSH, announcement)).isEqualTo(
                new Verdict.Refused("a push older than one received already"));
        assertThat(link.judge(PUSH, sender.prove(PUSH, challenge).toString())).isInstanceOf(Verdict.Proven.class);
    }

    @Test
    void acceptsPullsInAnyOrder() {
        String challenge = challengeOf(link);
        String first = sender.prove(PULL, challenge).toString();
        String push = sender.prove(PUSH, challenge).toString();
        String second = sender.prove(PULL, challenge).toString();
        assertThat(link.judge(PULL, second)).isInstanceOf(Verdict.Proven.class);
        assertThat(link.judge(PUSH, push)).isInstanceOf(Verdict.Proven.class);
        assertThat(link.judge(PULL, first)).isInstanceOf(Verdict.Proven.class);
    }

    @Test
    void refusesHeldBackPushesOfTheProcessBefore() throws IOException {
        String challenge = challengeOf(link);
        assertThat(link.judge(PUSH, sender.prove(PUSH, challenge).toString())).isInstanceOf(Verdict.Proven.class);
        String heldBack = sender.prove(PUSH, challenge).toString();
        ExchangeProofs restarted = proofs("one", "0123456789abcdef");
        Verdict first = link.judge(PUSH, restarted.prove(PUSH, challenge).toString());
        assertThat(first).isInstanceOf(Verdict.Challenged.class);
        String drawn = ((Verdict.Challenged) first).challenge();
        assertThat(link.judge(PUSH, restarted.prove(PUSH, drawn).toString())).isInstanceOf(Verdict.Proven.class);
        assertThat(link.judge(PUSH, heldBack)).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void believesNothingThatWasSaidOnAnotherLink() {
        String challenge = challengeOf(link);
        String push = sender.prove(PUSH, challenge).toString();
        assertThat(receiver.forLink().judge(PUSH, push)).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void manySendersCostNoMoreThanAnotherChallenge() throws IOException {
        receiver = new ExchangeProofs(scratch.resolve("two"), 8);
        link = receiver.forLink();
        String challenge = challengeOf(link);
        String first = sender.prove(PULL, challenge).toString();
        assertThat(link.judge(PULL, first)).isInstanceOf(Verdict.Proven.class);
        for (int i = 1; i < 8; i++) {
            assertThat(another(challenge)).isInstanceOf(Verdict.Proven.class);
        }
        assertThat(another(challenge)).isInstanceOf(Verdict.Challenged.class);
        assertThat(link.judge(PULL, first)).as("what was heard before the change is stale").isInstanceOf(
                Verdict.Challenged.class);
        assertThat(challengeOf(link)).isNotEqualTo(challenge);
    }

    @Test
    void aNumberPassesOnceAlsoOutOfOrder() {
        ReplayWindow window = new ReplayWindow();
        assertThat(window.pass(5)).isTrue();
        assertThat(window.pass(3)).isTrue();
        assertThat(window.pass(3)).isFalse();
        assertThat(window.pass(5)).isFalse();
        assertThat(window.pass(68)).isTrue();
        assertThat(window.pass(4)).as("64 behind").isFalse();
        assertThat(window.pass(6)).isTrue();
        assertThat(window.pass(1000)).isTrue();
        assertThat(window.pass(68)).isFalse();
        assertThat(window.pass(999)).isTrue();
        Random random = new Random(1);
        ReplayWindow any = new ReplayWindow();
        assertThat(IntStream.range(0, 10_000).map(i -> 1 + random.nextInt(500)).filter(
                any::pass).boxed()).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsFlag() {
        assertThatThrownBy(() -> new ExchangeProofs(scratch.resolve("none"))).hasMessage(
                "--exchange-key-file " + scratch.resolve("none") + " does not exist");
    }

    /** What is thought of a router that was never heard before. */
    private Verdict another(String challenge) throws IOException {
        RequestProof proof = proofs("many", "0123456789abcdef").prove(PULL, challenge);
        return link.judge(PULL, proof.toString());
    }

    private String challengeOf(LinkProofs router) {
        Verdict verdict = router.judge(PUSH, sender.prove(PUSH, "").toString());
        assertThat(verdict).isInstanceOf(Verdict.Challenged.class);
        return ((Verdict.Challenged) verdict).challenge();
    }

    private ExchangeProofs proofs(String name, String keys) throws IOException {
        return new ExchangeProofs(write(name, keys));
    }

    private Path write(String name, String keys) throws IOException {
        return Files.setPosixFilePermissions(Files.writeString(scratch.resolve(name), keys),
                PosixFilePermissions.fromString("rw-------"));
    }
}

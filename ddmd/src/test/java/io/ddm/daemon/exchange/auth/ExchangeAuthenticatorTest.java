package io.ddm.daemon.exchange.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.auth.ExchangeReply;
import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator.AuthResult;
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
final class ExchangeAuthenticatorTest {

    private static final ExchangeRequest PUSH = new ExchangeRequest("PUT", "/v2/push", Ipv6Address.parse("fe80::1"),
            Ipv6Address.parse("fe80::2"), "", "{}".getBytes(UTF_8));

    private static final ExchangeRequest PULL = new ExchangeRequest("GET", "/v2/pull", Ipv6Address.parse("fe80::1"),
            Ipv6Address.parse("fe80::2"), "", new byte[0]);

    @TempDir
    private Path scratch = Path.of("");

    private ExchangeAuthenticator sender;
    private ExchangeAuthenticator receiver;
    private ReplayProtection link;

    @BeforeEach
    void twoRoutersWithOneKey() throws IOException {
        sender = proofs("one", "0123456789abcdef");
        receiver = proofs("two", "0123456789abcdef");
        link = receiver.forLink();
    }

    @Test
    void challengesNewSenderAndAcceptsOnce() {
        String challenge = challengeOf(link);
        RequestProof proof = sender.prove(PUSH, challenge);
        assertThat(link.verify(PUSH, proof.toString())).isEqualTo(new AuthResult.Authenticated(proof));
        assertThat(link.verify(PUSH, proof.toString())).isEqualTo(new AuthResult.Rejected("replayed key proof"));
        assertThat(link.verify(PUSH, sender.prove(PUSH, challenge).toString()))
                .isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void rejectsProofsFromBeforeRestart() throws IOException {
        String recorded = sender.prove(PUSH, challengeOf(link)).toString();
        ReplayProtection restarted = proofs("two", "0123456789abcdef").forLink();
        assertThat(restarted.verify(PUSH, recorded)).isInstanceOf(AuthResult.Challenged.class);
    }

    @Test
    void rejectsMissingAndInvalidProofs() throws IOException {
        assertThat(link.verify(PUSH, null)).isEqualTo(new AuthResult.Rejected("missing key proof"));
        ExchangeAuthenticator other = proofs("three", "fedcba9876543210");
        assertThat(link.verify(PUSH, other.prove(PUSH, "").toString()))
                .isEqualTo(new AuthResult.Rejected("invalid key proof"));
    }

    @Test
    void verifiesReplies() throws IOException {
        RequestProof asked = sender.prove(PUSH, "");
        ExchangeReply answer = new ExchangeReply(204, "", new byte[0]);
        assertThat(sender.isProven(answer, receiver.prove(answer, asked), asked)).isTrue();
        assertThat(sender.isProven(answer, null, asked)).isFalse();
        assertThat(sender.isProven(answer, proofs("three", "fedcba9876543210").prove(answer, asked), asked)).isFalse();
    }

    @Test
    void reloadsKeysWithoutRestart() throws IOException {
        String challenge = challengeOf(link);
        write("one", "fedcba9876543210\n0123456789abcdef");
        sender.check();
        assertThat(link.verify(PUSH, sender.prove(PUSH, challenge).toString())).isInstanceOf(AuthResult.Rejected.class);
        write("two", "0123456789abcdef\nfedcba9876543210");
        receiver.check();
        assertThat(link.verify(PUSH, sender.prove(PUSH, challenge).toString()))
                .isInstanceOf(AuthResult.Authenticated.class);
    }

    /** Held back on the way: the announcement comes after the withdrawal. */
    @Test
    void rejectsStalePush() {
        String challenge = challengeOf(link);
        String announcement = sender.prove(PUSH, challenge).toString();
        String repeated = sender.prove(PUSH, challenge).toString();
        String withdrawal = sender.prove(PUSH, challenge).toString();
        assertThat(link.verify(PUSH, repeated)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(link.verify(PUSH, withdrawal)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(link.verify(PUSH, announcement))
                .isEqualTo(new AuthResult.Rejected("stale push"));
        assertThat(link.verify(PUSH, sender.prove(PUSH, challenge).toString()))
                .isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void acceptsPullsInAnyOrder() {
        String challenge = challengeOf(link);
        String first = sender.prove(PULL, challenge).toString();
        String push = sender.prove(PUSH, challenge).toString();
        String second = sender.prove(PULL, challenge).toString();
        assertThat(link.verify(PULL, second)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(link.verify(PUSH, push)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(link.verify(PULL, first)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void rejectsDelayedPushesOfFormerProcess() throws IOException {
        String challenge = challengeOf(link);
        assertThat(link.verify(PUSH, sender.prove(PUSH, challenge).toString()))
                .isInstanceOf(AuthResult.Authenticated.class);
        String heldBack = sender.prove(PUSH, challenge).toString();
        ExchangeAuthenticator restarted = proofs("one", "0123456789abcdef");
        AuthResult first = link.verify(PUSH, restarted.prove(PUSH, challenge).toString());
        assertThat(first).isInstanceOf(AuthResult.Challenged.class);
        String drawn = ((AuthResult.Challenged) first).challenge();
        assertThat(link.verify(PUSH, restarted.prove(PUSH, drawn).toString()))
                .isInstanceOf(AuthResult.Authenticated.class);
        assertThat(link.verify(PUSH, heldBack)).isInstanceOf(AuthResult.Challenged.class);
    }

    @Test
    void rejectsProofsForAnotherLink() {
        String challenge = challengeOf(link);
        String push = sender.prove(PUSH, challenge).toString();
        assertThat(receiver.forLink().verify(PUSH, push)).isInstanceOf(AuthResult.Challenged.class);
    }

    @Test
    void changesChallengeAfterTooManySenders() throws IOException {
        receiver = new ExchangeAuthenticator(scratch.resolve("two"), 8);
        link = receiver.forLink();
        String challenge = challengeOf(link);
        String first = sender.prove(PULL, challenge).toString();
        assertThat(link.verify(PULL, first)).isInstanceOf(AuthResult.Authenticated.class);
        for (int i = 1; i < 8; i++) {
            assertThat(another(challenge)).isInstanceOf(AuthResult.Authenticated.class);
        }
        assertThat(another(challenge)).isInstanceOf(AuthResult.Challenged.class);
        assertThat(link.verify(PULL, first)).as("what was heard before the change is stale")
                .isInstanceOf(AuthResult.Challenged.class);
        assertThat(challengeOf(link)).isNotEqualTo(challenge);
    }

    @Test
    void replayWindowAcceptsEachNumberOnce() {
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
        assertThat(IntStream.range(0, 10_000).map(i -> 1 + random.nextInt(500)).filter(any::pass).boxed())
                .doesNotHaveDuplicates();
    }

    @Test
    void namesMissingKeyFileWithFlag() {
        assertThatThrownBy(() -> new ExchangeAuthenticator(scratch.resolve("none")))
                .hasMessage("--exchange-key-file " + scratch.resolve("none") + " does not exist");
    }

    /** What is thought of a router that was never heard before. */
    private AuthResult another(String challenge) throws IOException {
        RequestProof proof = proofs("many", "0123456789abcdef").prove(PULL, challenge);
        return link.verify(PULL, proof.toString());
    }

    private String challengeOf(ReplayProtection router) {
        AuthResult verdict = router.verify(PUSH, sender.prove(PUSH, "").toString());
        assertThat(verdict).isInstanceOf(AuthResult.Challenged.class);
        return ((AuthResult.Challenged) verdict).challenge();
    }

    private ExchangeAuthenticator proofs(String name, String keys) throws IOException {
        return new ExchangeAuthenticator(write(name, keys));
    }

    private Path write(String name, String keys) throws IOException {
        return Files.setPosixFilePermissions(Files.writeString(scratch.resolve(name), keys),
                PosixFilePermissions.fromString("rw-------"));
    }
}

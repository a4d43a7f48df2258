package io.ddm.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.model.Ipv6Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proofs of docs/protocol.md, whose example another program computed. */
final class RequestProofTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SENDER = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String CHALLENGE = "00112233445566778899aabbccddeeff";
    private static final String EXTENSIONS = "body=10485760, tunnel-path, instance=6f3c9a1e";
    private static final String MAC = "cafe46e08339bd596a001382f1b8f914bbf1b6c9ab35b9f3a321c68bf33ba0ff";
    private static final String REPLY = "0851b7de98877984087b94fd1be0552ed30a64f49242387787c2fd1e41e4bb6a";
    private static final String HEADER = "v=1, sender=" + SENDER + ", count=17, challenge=" + CHALLENGE + ", mac="
            + MAC;
    private static final ExchangeRequest REQUEST = request("PUT", "/v2/push", "fe80::1", "fe80::2", EXTENSIONS, "{}");

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void matchesTheDocumentedExample() throws Exception {
        RequestProof proof = RequestProof.of(keys(KEY), REQUEST, SENDER, 17, CHALLENGE);
        assertThat(proof).hasToString(HEADER);
        assertThat(RequestProof.parse(HEADER)).hasValue(proof);
        assertThat(proof.ofReply(keys(KEY), new ExchangeReply(204, "", new byte[0]))).isEqualTo(REPLY);
    }

    @Test
    void coversEveryPartOfARequest() throws Exception {
        ExchangeKeys keys = keys(KEY);
        RequestProof proof = RequestProof.parse(HEADER).orElseThrow();
        assertThat(proof.isFor(REQUEST, keys)).isTrue();
        assertThat(Stream.of(request("GET", "/v2/push", "fe80::1", "fe80::2", EXTENSIONS, "{}"),
                request("PUT", "/v3/push", "fe80::1", "fe80::2", EXTENSIONS, "{}"),
                request("PUT", "/v2/push", "fe80::3", "fe80::2", EXTENSIONS, "{}"),
                request("PUT", "/v2/push", "fe80::1", "fe80::3", EXTENSIONS, "{}"),
                request("PUT", "/v2/push", "fe80::1", "fe80::2", "", "{}"),
                request("PUT", "/v2/push", "fe80::1", "fe80::2", EXTENSIONS, "{ }")))
                .noneMatch(changed -> proof.isFor(changed, keys));
        assertThat(Stream.of(HEADER.replace("count=17", "count=18"), HEADER.replace("sender=0", "sender=1"),
                HEADER.replace(CHALLENGE, ""), HEADER.replace(MAC, "0".repeat(64))))
                .noneMatch(changed -> RequestProof.parse(changed).orElseThrow().isFor(REQUEST, keys));
    }

    @Test
    void bindsReplyToItsRequest() throws Exception {
        ExchangeKeys keys = keys(KEY);
        ExchangeReply answer = new ExchangeReply(200, EXTENSIONS, "[]".getBytes(UTF_8));
        RequestProof asked = RequestProof.of(keys, REQUEST, SENDER, 1, CHALLENGE);
        String proof = asked.ofReply(keys, answer);
        assertThat(asked.isAnsweredBy(answer, proof, keys)).isTrue();
        assertThat(RequestProof.of(keys, REQUEST, SENDER, 2, CHALLENGE).isAnsweredBy(answer, proof, keys)).isFalse();
        assertThat(List.of(new ExchangeReply(204, EXTENSIONS, "[]".getBytes(UTF_8)),
                new ExchangeReply(200, "", "[]".getBytes(UTF_8)), new ExchangeReply(200, EXTENSIONS, new byte[0])))
                .noneMatch(changed -> asked.isAnsweredBy(changed, proof, keys));
        assertThat(asked.isAnsweredBy(answer, asked.mac(), keys)).as("a request's own proof is no answer").isFalse();
    }

    @Test
    void keyRolloutInThreeStepsHasNoGap() throws Exception {
        String next = "fedcba9876543210";
        List<ExchangeKeys> steps = List.of(keys(KEY), keys(KEY + "\n" + next), keys(next + "\n" + KEY), keys(next));
        for (int i = 0; i < steps.size() - 1; i++) {
            assertThat(RequestProof.of(steps.get(i), REQUEST, SENDER, 1, "").isFor(REQUEST, steps.get(i + 1))).isTrue();
            assertThat(RequestProof.of(steps.get(i + 1), REQUEST, SENDER, 1, "").isFor(REQUEST, steps.get(i))).isTrue();
        }
        assertThat(RequestProof.of(steps.getFirst(), REQUEST, SENDER, 1, "").isFor(REQUEST, steps.getLast())).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "v=1", "v=2 ", "v=1, sender=x, count=1, challenge=, mac=y"})
    void rejectsMalformedHeaders(@Nullable String header) {
        assertThat(RequestProof.parse(header)).isEmpty();
    }

    @Test
    void rejectsCountsOutOfRange() {
        assertThat(RequestProof.parse(HEADER.replace("count=17", "count=" + "9".repeat(19)))).isEmpty();
        assertThat(RequestProof.parse(HEADER.replace("count=17", "count=0"))).isEmpty();
    }

    @Test
    void parsesItsOwnChallengeHeader() {
        assertThat(RequestProof.challengeOf(RequestProof.challengeHeader(CHALLENGE))).hasValue(CHALLENGE);
        assertThat(RequestProof.challengeOf(RequestProof.SCHEME)).isEmpty();
        assertThat(RequestProof.challengeOf("Bearer realm=\"x\"")).isEmpty();
        assertThat(RequestProof.challengeOf(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"# only a comment", "fifteen-bytes-x", "0123456789abcdef\nshort"})
    void namesInvalidKeyFilesWithoutContent(String content) throws Exception {
        assertThatThrownBy(() -> keys(content)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(scratch.resolve("keys") + " contains ")
                .message()
                .doesNotContain("fifteen")
                .doesNotContain("0123456789abcdef");
    }

    private ExchangeKeys keys(String content) throws IOException {
        Path file = Files.writeString(scratch.resolve("keys"), content);
        return ExchangeKeys.read(Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")));
    }

    private static ExchangeRequest request(String method, String path, String from, String to, String extensions,
            String body) {
        return new ExchangeRequest(method, path, Ipv6Address.parse(from), Ipv6Address.parse(to), extensions,
                body.getBytes(UTF_8));
    }
}

package io.ddm.api.auth;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header that proves that an exchange request comes from a router with our key, is meant for this process, and is
 * not a replay:
 *
 * <pre>
 *   ddm-proof: v=1, sender=0f1e2d3c4b5a69788796a5b4c3d2e1f0, count=17, challenge=00112233445566778899aabbccddeeff, mac=9c3e…
 * </pre>
 *
 * @param sender random id of the sending process: 32 hexadecimal digits
 * @param count a number from 1 on that the sender never uses twice
 * @param challenge the random challenge of the receiving process: 32 hexadecimal digits; empty if the sender does not
 *     know it yet
 * @param mac 64 hexadecimal digits, computed by {@link #of}
 */
public record RequestProof(String sender, long count, String challenge, String mac) {

    /** Name of the header; in a reply its value is only the result of {@link #ofReply}. */
    public static final String HEADER = "ddm-proof";

    /** Scheme of the {@code www-authenticate} header of status 401. */
    public static final String SCHEME = "ddm-proof";

    private static final String CHALLENGE_PREFIX = SCHEME + " challenge=";
    private static final Pattern CHALLENGE = Pattern.compile("[0-9a-f]{32}");

    private static final Pattern FORM = Pattern.compile(
            "v=1, sender=([0-9a-f]{32}), count=([1-9][0-9]{0,17}), challenge=([0-9a-f]{32})?, mac=([0-9a-f]{64})");

    /** Signs a request. */
    public static RequestProof of(ExchangeKeys keys, ExchangeRequest request, String sender, long count,
            String challenge) {
        return new RequestProof(sender, count, challenge, keys.sign(text(request, sender, count, challenge)));
    }

    /** Parses a header; empty if it is missing or malformed. */
    public static Optional<RequestProof> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(header);
        return form.matches()
                ? Optional.of(new RequestProof(form.group(1), Long.parseLong(form.group(2)),
                        form.group(3) == null ? "" : form.group(3), form.group(4)))
                : Optional.empty();
    }

    /** The {@code www-authenticate} header that contains a challenge. */
    public static String challengeHeader(String challenge) {
        return CHALLENGE_PREFIX + challenge;
    }

    /** The challenge of a {@code www-authenticate} header, if it has one. */
    public static Optional<String> challengeOf(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(text -> text.startsWith(CHALLENGE_PREFIX))
                .map(text -> text.substring(CHALLENGE_PREFIX.length()))
                .filter(text -> CHALLENGE.matcher(text).matches());
    }

    /** Whether the proof matches this request and one of our keys. */
    public boolean isFor(ExchangeRequest request, ExchangeKeys keys) {
        return keys.verifies(text(request, sender, count, challenge), mac);
    }

    /** Signs the reply to this request; the signature is valid for no other request. */
    public String ofReply(ExchangeKeys keys, ExchangeReply reply) {
        return keys.sign(reply.text(mac));
    }

    /** Whether a proof matches this reply to this request and one of our keys. */
    public boolean isAnsweredBy(ExchangeReply reply, String proof, ExchangeKeys keys) {
        return keys.verifies(reply.text(mac), proof);
    }

    /** The value of the header. */
    @Override
    public String toString() {
        return "v=1, sender=" + sender + ", count=" + count + ", challenge=" + challenge + ", mac=" + mac;
    }

    private static String text(ExchangeRequest request, String sender, long count, String challenge) {
        return String.join("\n", "ddm-proof 1 request", request.method(), request.path(), request.from().toString(),
                request.to().toString(), sender, Long.toString(count), challenge, request.extensions(),
                BodyDigest.of(request.body()));
    }
}

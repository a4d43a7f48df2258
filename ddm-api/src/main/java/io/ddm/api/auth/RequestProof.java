package io.ddm.api.auth;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header by which an exchange request shows that it comes from a router with our key, that it is meant for this
 * process of ours, and that it is no copy:
 *
 * <pre>
 *   ddm-proof: v=1, sender=0f1e2d3c4b5a69788796a5b4c3d2e1f0, count=17, challenge=00112233445566778899aabbccddeeff, mac=9c3e…
 * </pre>
 *
 * @param sender 32 hexadecimal digits that the sending process has drawn at random at its start
 * @param count a number that the sender never uses twice, from 1 on
 * @param challenge what the receiving process gave to be repeated: 32 hexadecimal digits that it has drawn at random;
 *     empty for a sender that does not know it yet
 * @param mac 64 hexadecimal digits: {@linkplain #of the proof}
 */
public record RequestProof(String sender, long count, String challenge, String mac) {

    /** The header's name, also in an answer, where it is the {@link #ofReply} alone. */
    public static final String HEADER = "ddm-proof";

    /** The scheme of the {@code www-authenticate} header with which a status 401 comes. */
    public static final String SCHEME = "ddm-proof";

    private static final String DEMAND = SCHEME + " challenge=";
    private static final Pattern CHALLENGE = Pattern.compile("[0-9a-f]{32}");

    private static final Pattern FORM = Pattern.compile(
            "v=1, sender=([0-9a-f]{32}), count=([1-9][0-9]{0,17}), challenge=([0-9a-f]{32})?, mac=([0-9a-f]{64})");

    /** Signs a request. */
    public static RequestProof of(ExchangeKeys keys, ExchangeRequest request, String sender, long count,
            String challenge) {
        return new RequestProof(sender, count, challenge, keys.sign(text(request, sender, count, challenge)));
    }

    /** Reads a header; empty if there is none, or it is none of ours. */
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

    /** The {@code www-authenticate} header that gives a challenge. */
    public static String demand(String challenge) {
        return DEMAND + challenge;
    }

    /** The challenge that a {@code www-authenticate} header gives, if it gives one. */
    public static Optional<String> demanded(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(text -> text.startsWith(DEMAND))
                .map(text -> text.substring(DEMAND.length()))
                .filter(text -> CHALLENGE.matcher(text).matches());
    }

    /** Whether somebody with one of our keys has signed exactly this request. */
    public boolean isFor(ExchangeRequest request, ExchangeKeys keys) {
        return keys.verifies(text(request, sender, count, challenge), mac);
    }

    /** Signs the answer to this request, and so to no other. */
    public String ofReply(ExchangeKeys keys, ExchangeReply reply) {
        return keys.sign(reply.text(mac));
    }

    /** Whether somebody with one of our keys has given this answer to this request. */
    public boolean isAnsweredBy(ExchangeReply reply, String proof, ExchangeKeys keys) {
        return keys.verifies(reply.text(mac), proof);
    }

    /** The header's value. */
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

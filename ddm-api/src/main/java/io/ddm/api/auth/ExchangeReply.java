package io.ddm.api.auth;

/**
 * The signed parts of an exchange reply.
 *
 * @param status such as 200
 * @param extensions the value of its extensions header, or empty
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExchangeReply(int status, String extensions, byte[] body) {

    String text(String macOfRequest) {
        return String.join("\n", "ddm-proof 1 reply", macOfRequest, Integer.toString(status), extensions,
                BodyDigest.of(body));
    }
}

package io.ddm.api.auth;

import io.ddm.fsm.model.Ipv6Address;

/**
 * The signed parts of an exchange request.
 *
 * @param method such as {@code PUT}
 * @param path such as {@code /v2/push}
 * @param from the sender's link-local address
 * @param to the receiver's link-local address
 * @param extensions the value of its extensions header, or empty
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExchangeRequest(String method, String path, Ipv6Address from, Ipv6Address to, String extensions,
        byte[] body) {}

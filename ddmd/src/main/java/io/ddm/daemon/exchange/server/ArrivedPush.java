package io.ddm.daemon.exchange.server;

import io.ddm.api.wire.ExchangeCodec;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.HttpCall;
import io.ddm.fsm.model.Ipv6Address;

/**
 * A push that has arrived and is not decoded yet.
 *
 * @param source the sender without its zone
 * @param body as received
 * @param signer signs the reply
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ArrivedPush(HttpCall call, ExchangeCodec codec, Ipv6Address source, byte[] body, ReplySigner signer) {

    ArrivedPush with(ReplySigner other) {
        return new ArrivedPush(call, codec, source, body, other);
    }
}

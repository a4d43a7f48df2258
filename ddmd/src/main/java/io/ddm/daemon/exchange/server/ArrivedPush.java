package io.ddm.daemon.exchange.server;

import io.ddm.api.wire.ExchangeCodec;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.HttpCall;
import io.ddm.fsm.model.Ipv6Address;

/**
 * A push that has arrived and was not read yet.
 *
 * @param source the sender without its zone
 * @param body as it came
 * @param seal what its answer gets
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ArrivedPush(HttpCall call, ExchangeCodec codec, Ipv6Address source, byte[] body, ReplySigner seal) {

    ArrivedPush sealed(ReplySigner with) {
        return new ArrivedPush(call, codec, source, body, with);
    }
}

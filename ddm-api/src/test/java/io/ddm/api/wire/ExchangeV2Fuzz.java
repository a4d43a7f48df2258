package io.ddm.api.wire;

import io.ddm.fsm.model.ProtocolVersion;

/** Any bytes as an exchange body of version 2. */
public final class ExchangeV2Fuzz {

    private ExchangeV2Fuzz() {}

    /** Both as a push and as the reply to a pull. */
    public static void fuzzerTestOneInput(byte[] body) {
        ExchangeFuzz.check(ProtocolVersion.V2, body);
    }
}

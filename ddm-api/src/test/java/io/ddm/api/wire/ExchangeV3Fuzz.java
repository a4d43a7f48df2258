package io.ddm.api.wire;

import io.ddm.fsm.model.ProtocolVersion;

/** Any bytes as an exchange body of version 3. */
public final class ExchangeV3Fuzz {

    private ExchangeV3Fuzz() {}

    /** Both as a push and as the reply to a pull. */
    public static void fuzzerTestOneInput(byte[] body) {
        ExchangeFuzz.check(ProtocolVersion.V3, body);
    }
}

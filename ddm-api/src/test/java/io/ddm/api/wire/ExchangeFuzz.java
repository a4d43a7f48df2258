package io.ddm.api.wire;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.List;

/** What holds for any bytes as the body of a push and as the reply to a pull, whatever the version. */
final class ExchangeFuzz {

    private static final PeerCapabilities ROOMY = new PeerCapabilities(1 << 20, true, "");

    private ExchangeFuzz() {}

    /** A body is refused, or what is read of it can be passed on in either version and reads the same there. */
    static void check(ProtocolVersion version, byte[] body) {
        ExchangeCodec codec = ExchangeCodec.of(version);
        try {
            Update update = codec.decodeUpdate(body).value();
            for (ProtocolVersion other : ProtocolVersion.values()) {
                requireSameUpdate(update, ExchangeCodec.of(other));
            }
        } catch (BadJsonException e) {
            requirePlace(e);
        }
        try {
            List<PathVector> offered = codec.decodePullReply(body).value();
            for (ProtocolVersion other : ProtocolVersion.values()) {
                requireSameReply(offered, ExchangeCodec.of(other));
            }
        } catch (BadJsonException e) {
            requirePlace(e);
        }
    }

    private static void requireSameUpdate(Update update, ExchangeCodec codec) {
        EncodedUpdate encoded = codec.encodeUpdate(update, ROOMY);
        List<PathVector> announce = new ArrayList<>();
        List<PathVector> withdraw = new ArrayList<>();
        for (byte[] body : encoded.bodies()) {
            try {
                Decoded<Update> again = codec.decodeUpdate(body);
                requireNone(again.skipped());
                announce.addAll(again.value().announce());
                withdraw.addAll(again.value().withdraw());
            } catch (BadJsonException e) {
                throw new AssertionError("we refuse what we have written", e);
            }
        }
        requireSame(update.announce(), announce);
        requireSame(update.withdraw(), withdraw);
    }

    private static void requireSameReply(List<PathVector> offered, ExchangeCodec codec) {
        try {
            Decoded<List<PathVector>> again = codec.decodePullReply(codec.encodePullReply(offered, ROOMY));
            requireNone(again.skipped());
            requireSame(offered, again.value());
        } catch (BadJsonException e) {
            throw new AssertionError("we refuse what we have written", e);
        }
    }

    private static void requireNone(List<String> skipped) {
        if (!skipped.isEmpty()) {
            throw new AssertionError("we skip what we have written: " + skipped);
        }
    }

    /** In any order: prefixes are written before tunnel origins. */
    private static void requireSame(List<PathVector> wanted, List<PathVector> read) {
        if (!wanted.stream()
                .sorted(PathVector.ORDER)
                .toList()
                .equals(read.stream().sorted(PathVector.ORDER).toList())) {
            throw new AssertionError(wanted + " is read again as " + read);
        }
    }

    private static void requirePlace(BadJsonException e) {
        if (!e.getMessage().startsWith("unable to parse JSON body: ") || !e.getMessage().contains(" at line ")) {
            throw new AssertionError("no place in the message", e);
        }
    }
}

package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Version 3: prefixes as text, {@code "fd00:1::/64"}. Frozen. */
final class ExchangeV3 implements ExchangeCodec, PrefixForm {

    static final ExchangeV3 INSTANCE = new ExchangeV3();

    private final BodyWriter writer = new BodyWriter(this);
    private final BodyReader reader = new BodyReader(this);

    private ExchangeV3() {}

    @Override
    public ProtocolVersion version() {
        return ProtocolVersion.V3;
    }

    @Override
    public EncodedUpdate encodeUpdate(Update update, PeerCapabilities peer, HopRoom seen) {
        return writer.update(update, peer, seen);
    }

    @Override
    public byte[] encodePullReply(List<PathVector> offered, PeerCapabilities peer) {
        return writer.pullReply(offered, peer);
    }

    @Override
    public Decoded<Update> decodeUpdate(byte[] body, ReadLimits limits) throws BadJsonException {
        return reader.update(body, limits);
    }

    @Override
    public Decoded<List<PathVector>> decodePullReply(byte[] body, ReadLimits limits) throws BadJsonException {
        return reader.pullReply(body, limits);
    }

    @Override
    public void writeUnderlay(JsonGenerator out, Prefix prefix) throws IOException {
        out.writeString(prefix.toString());
    }

    @Override
    public void writeOverlay(JsonGenerator out, IpPrefix prefix) throws IOException {
        out.writeString(prefix.toString());
    }

    @Override
    public @Nullable Prefix readUnderlay(JsonReader in, Skipped skipped) throws BadJsonException {
        return read(in, skipped, Prefix::parse);
    }

    @Override
    public @Nullable IpPrefix readOverlay(JsonReader in, Skipped skipped) throws BadJsonException {
        return read(in, skipped, IpPrefix::parse);
    }

    /** Text that is no prefix is a wrong shape, a length beyond the address an impossible value. */
    private static <P> @Nullable P read(JsonReader in, Skipped skipped, Function<String, P> parse)
            throws BadJsonException {
        String text = in.string();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            if (onlyItsLengthIsWrong(text, parse)) {
                return skipped.orSkip(in, () -> parse.apply(text));
            }
            throw in.badAfterClosing(String.valueOf(e.getMessage()));
        }
    }

    private static <P> boolean onlyItsLengthIsWrong(String text, Function<String, P> parse) {
        int slash = text.lastIndexOf('/');
        String length = text.substring(slash + 1);
        if (slash < 0 || length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        try {
            return parse.apply(text.substring(0, slash) + "/0") != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Version 3: prefixes as text, {@code "fd00:1::/64"}. Frozen. */
final class TextPrefixForm implements PrefixForm {

    @Override
    public void writeUnderlay(JsonGenerator out, Prefix prefix) throws IOException {
        out.writeString(prefix.toString());
    }

    @Override
    public void writeOverlay(JsonGenerator out, IpPrefix prefix) throws IOException {
        out.writeString(prefix.toString());
    }

    @Override
    public @Nullable Prefix readUnderlay(JsonReader in, BodyContext context) throws BadJsonException {
        return read(in, context, Prefix::parse);
    }

    @Override
    public @Nullable IpPrefix readOverlay(JsonReader in, BodyContext context) throws BadJsonException {
        return read(in, context, IpPrefix::parse);
    }

    /** Text that is no prefix is a wrong shape, a length beyond the address an impossible value. */
    private static <P> @Nullable P read(JsonReader in, BodyContext context, Function<String, P> parse)
            throws BadJsonException {
        String text = in.string();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            if (onlyItsLengthIsWrong(text, parse)) {
                return context.orSkip(in, () -> parse.apply(text));
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

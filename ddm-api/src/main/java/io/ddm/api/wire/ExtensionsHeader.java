package io.ddm.api.wire;

import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.TableDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header with which two daemons of ours say what they can do beyond the reference, which ignores it.
 *
 * <p>A list of tokens: {@code body=10485760, tunnel-path, instance=6f3c9a1e}. A token without a value names a feature;
 * those that we do not know mean nothing to us, so later ones can be added. A token that makes no sense counts as
 * absent.
 */
public final class ExtensionsHeader {

    /** The header's name, of a pull and of its reply. */
    public static final String NAME = "ddm-extensions";

    /** The most that we let a peer make us put in one body, in bytes, whatever it says. */
    public static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private static final String BODY = "body";
    private static final String INSTANCE = "instance";
    private static final String HOLDS = "holds";
    private static final int MAX_INSTANCE_CHARS = 64;
    private static final int MAX_FEATURES = 16;
    private static final int MAX_FEATURE_CHARS = 32;
    private static final HexFormat HEX = HexFormat.of();
    private static final int KEY_DIGITS = 32;

    private ExtensionsHeader() {}

    /** The header's value for what we can do. */
    public static String format(PeerCapabilities ours) {
        StringBuilder text = new StringBuilder(BODY + "=" + ours.maxBodyBytes());
        ours.features().forEach(feature -> text.append(", ").append(feature));
        return text.append(ours.instance().isEmpty() ? "" : ", " + INSTANCE + "=" + ours.instance()).toString();
    }

    /**
     * The header's value for a pull: what we can do, and what we hold of the peer's table, so that it need not give
     * what we have.
     */
    public static String format(PeerCapabilities ours, Optional<TableDigest> held) {
        return format(ours) + held.map(
                digest -> ", " + HOLDS + "=" + text(digest.key()) + "-" + digest.count() + "-" + text(digest.sum()))
                .orElse("");
    }

    /** What the peer says that it holds of our table; empty if it does not say so, or not in a way that makes sense. */
    public static Optional<TableDigest> held(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        for (String token : header.split(",", -1)) {
            String stripped = token.strip();
            if (stripped.startsWith(HOLDS + "=")) {
                return digest(stripped.substring(HOLDS.length() + 1).split("-", -1));
            }
        }
        return Optional.empty();
    }

    private static Optional<TableDigest> digest(String[] parts) {
        if (parts.length != 3 || parts[0].length() != KEY_DIGITS || parts[2].length() != KEY_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TableDigest(bits(parts[0]), Long.parseLong(parts[1]), bits(parts[2])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(TableDigest.Bits bits) {
        return HEX.toHexDigits(bits.high()) + HEX.toHexDigits(bits.low());
    }

    private static TableDigest.Bits bits(String digits) {
        return new TableDigest.Bits(HexFormat.fromHexDigitsToLong(digits, 0, KEY_DIGITS / 2),
                HexFormat.fromHexDigitsToLong(digits, KEY_DIGITS / 2, KEY_DIGITS));
    }

    /** What the peer said; {@link PeerCapabilities#NONE} if the header is absent. Never fails. */
    public static PeerCapabilities parse(@Nullable String header) {
        if (header == null) {
            return PeerCapabilities.NONE;
        }
        int body = PeerCapabilities.REFERENCE_BODY_BYTES;
        List<String> features = new ArrayList<>();
        String instance = "";
        for (String token : header.split(",", -1)) {
            int equals = token.indexOf('=');
            String name = (equals < 0 ? token : token.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : token.substring(equals + 1).strip();
            switch (name) {
                case BODY -> body = bodyBytes(value);
                case INSTANCE -> instance = isInstance(value) ? value : "";
                default -> {
                    if (equals < 0 && isFeature(name) && features.size() < MAX_FEATURES) {
                        features.add(name);
                    }
                }
            }
        }
        return new PeerCapabilities(body, features, instance);
    }

    /** Between what every peer takes and what we are willing to send. */
    private static int bodyBytes(String value) {
        try {
            return Math.clamp(Long.parseLong(value), PeerCapabilities.REFERENCE_BODY_BYTES, MAX_BODY_BYTES);
        } catch (NumberFormatException e) {
            return PeerCapabilities.REFERENCE_BODY_BYTES;
        }
    }

    private static boolean isFeature(String name) {
        return !name.isEmpty() && name.length() <= MAX_FEATURE_CHARS
                && name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-');
    }

    private static boolean isInstance(String value) {
        return value.length() <= MAX_INSTANCE_CHARS && value.chars()
                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-');
    }
}

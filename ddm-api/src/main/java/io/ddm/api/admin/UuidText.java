package io.ddm.api.admin;

import java.util.UUID;

/** UUIDs as text, rejected with the reference's messages. */
public final class UuidText {

    private static final int LENGTH = 36;

    private UuidText() {}

    /**
     * Reads 32 hexadecimal digits with hyphens after the 8th, 12th, 16th and 20th.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static UUID parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : c >= 128 || Character.digit(c, 16) < 0) {
                throw new IllegalArgumentException("UUID parsing failed: invalid character: found `"
                        + Character.toString(text.codePointAt(i)) + "` at " + i);
            }
        }
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException(
                    "UUID parsing failed: invalid length: expected " + LENGTH + ", found " + text.length());
        }
        return UUID.fromString(text);
    }
}

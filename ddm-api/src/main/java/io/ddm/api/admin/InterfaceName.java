package io.ddm.api.admin;

import java.nio.charset.StandardCharsets;

/**
 * The name of an interface in requests: a Linux interface, or an address object on it in the reference's form
 * {@code tfportqsfp0_0/ll}, of which only the part before the slash is used.
 *
 * <p>A name is valid exactly if the kernel accepts it ({@code dev_valid_name} in net/core/dev.c).
 *
 * @param name the interface's name
 * @param text the whole text with its suffix
 */
public record InterfaceName(String name, String text) {

    /** The longest name of an interface, in bytes: IFNAMSIZ without the closing zero. */
    public static final int MAX_BYTES = 15;

    /**
     * Reads {@code name} or {@code name/object}.
     *
     * @throws IllegalArgumentException if it is neither; the message has the text and the reason
     */
    public static InterfaceName parse(String text) {
        int slash = text.indexOf('/');
        String name = slash < 0 ? text : text.substring(0, slash);
        if (slash >= 0 && (slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0)) {
            throw bad(text, "only one '/' and one address object may follow the name");
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw bad(text, "the name is empty");
        }
        if (bytes.length > MAX_BYTES) {
            throw bad(text, "the name has " + bytes.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        if (name.equals(".") || name.equals("..")) {
            throw bad(text, "the name must not be '.' or '..'");
        }
        for (byte b : bytes) {
            if (b == 0 || b == ':' || isSpace(b)) {
                throw bad(text, "the name contains white space, a colon or a zero byte");
            }
        }
        return new InterfaceName(name, text);
    }

    /** As the kernel sees it: also the byte 0xa0, a hard space in Latin-1. */
    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == (byte) 0xa0;
    }

    private static IllegalArgumentException bad(String text, String problem) {
        return new IllegalArgumentException("`" + text + "` is not a valid interface name: " + problem);
    }

    @Override
    public String toString() {
        return text;
    }
}

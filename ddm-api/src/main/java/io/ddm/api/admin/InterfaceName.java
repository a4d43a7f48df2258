package io.ddm.api.admin;

import java.nio.charset.StandardCharsets;

/**
 * An interface as people and programs name it to us: a Linux interface, or the reference's form of an address object on
 * it, {@code tfportqsfp0_0/ll}, of which only the part before the slash matters here.
 *
 * <p>A name is refused exactly where the kernel refuses it ({@code dev_valid_name} in net/core/dev.c), so that every
 * interface there can be is admitted and none is waited for that there cannot be.
 *
 * @param name the interface's name
 * @param text what was said, suffix included
 */
public record InterfaceName(String name, String text) {

    /** The longest name of an interface, in bytes: IFNAMSIZ without the closing zero. */
    public static final int MAX_BYTES = 15;

    /**
     * Reads {@code name} or {@code name/object}.
     *
     * @throws IllegalArgumentException if it is neither; the message names the text and what is wrong with it
     */
    public static InterfaceName parse(String text) {
        int slash = text.indexOf('/');
        String name = slash < 0 ? text : text.substring(0, slash);
        if (slash >= 0 && (slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0)) {
            throw bad(text, "behind the name one '/' and one address object may follow");
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw bad(text, "the name is empty");
        }
        if (bytes.length > MAX_BYTES) {
            throw bad(text, "the name has " + bytes.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        if (name.equals(".") || name.equals("..")) {
            throw bad(text, "the name is one of a folder");
        }
        for (byte b : bytes) {
            if (b == 0 || b == ':' || isSpace(b)) {
                throw bad(text, "the name has white space, a colon or a zero byte in it");
            }
        }
        return new InterfaceName(name, text);
    }

    /** As the kernel sees it: also the byte 0xa0, a hard space in Latin-1. */
    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == (byte) 0xa0;
    }

    private static IllegalArgumentException bad(String text, String problem) {
        return new IllegalArgumentException("`" + text + "` is no interface: " + problem);
    }

    @Override
    public String toString() {
        return text;
    }
}

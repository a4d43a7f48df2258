package io.ddm.fsm.rib;

import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;

/** The lengths of the ids on all accepted paths, as far as they may be host names. */
final class IdLengths {

    private final long[] held = new long[RouterId.LONGEST_HOST_NAME + 1];

    /** A path came (1) or went (-1). */
    void count(RouterPath path, int change) {
        for (RouterId id : path.routers()) {
            int length = length(id.value());
            if (length <= RouterId.LONGEST_HOST_NAME) {
                held[length] += change;
            }
        }
    }

    /** The longest there is, in bytes; 0 for none. */
    int longest() {
        int longest = RouterId.LONGEST_HOST_NAME;
        while (longest > 0 && held[longest] == 0) {
            longest--;
        }
        return longest;
    }

    /** Stops when it is too long. */
    private static int length(String id) {
        int bytes = 0;
        for (int i = 0; i < id.length() && bytes <= RouterId.LONGEST_HOST_NAME; i++) {
            char c = id.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}

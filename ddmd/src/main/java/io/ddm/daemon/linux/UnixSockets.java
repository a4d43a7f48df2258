package io.ddm.daemon.linux;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unix sockets of a network namespace and their owners, as the kernel lists them (sock_diag, {@code unix_diag}).
 */
public final class UnixSockets {

    /**
     * A socket with an abstract name.
     *
     * @param name without the zero byte before it, one character a byte
     * @param uid the user that made it, as seen in our user namespace
     */
    public record Named(String name, int uid) {}

    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int AF_UNIX = 1;
    private static final int ALL_STATES = -1;
    private static final int UDIAG_SHOW_NAME = 0x01;
    private static final int UDIAG_SHOW_UID = 0x40;
    private static final int UNIX_DIAG_NAME = 0;
    private static final int UNIX_DIAG_UID = 7;
    /** {@code struct unix_diag_msg}. */
    private static final int FIXED_BYTES = 16;

    private UnixSockets() {}

    /**
     * The sockets of the calling thread's network namespace whose abstract name begins with the prefix. The kernel
     * lists them: no owner has to accept, listen or answer.
     *
     * @throws NetlinkException if the kernel cannot list them (it has no {@code unix_diag})
     */
    public static List<Named> withPrefix(String prefix) throws NetlinkException {
        try (NetlinkRequests requests = new NetlinkRequests(Netlink.openSocketDiagnostics(), () -> {})) {
            return requests.dump((out, lines) -> out.begin(SOCK_DIAG_BY_FAMILY, MessageWriter.DUMP)
                    .int8(AF_UNIX)
                    .int8(0)
                    .int16(0)
                    .int32(ALL_STATES)
                    .int32(0)
                    .int32(UDIAG_SHOW_NAME | UDIAG_SHOW_UID)
                    .int32(0)
                    .int32(0), message -> named(message, prefix));
        }
    }

    private static @Nullable Named named(NetlinkMessage message, String prefix) throws MalformedMessageException {
        if (message.type() != SOCK_DIAG_BY_FAMILY) {
            return null;
        }
        String name = "";
        int uid = -1;
        Attributes attributes = message.attributes(FIXED_BYTES);
        while (attributes.next()) {
            if (attributes.type() == UNIX_DIAG_NAME) {
                name = new String(attributes.value(), StandardCharsets.ISO_8859_1);
            } else if (attributes.type() == UNIX_DIAG_UID) {
                uid = attributes.int32();
            }
        }
        return name.startsWith("\0" + prefix) ? new Named(name.substring(1), uid) : null;
    }
}

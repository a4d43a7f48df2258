package io.ddm.daemon.dataplane.linux;

import java.io.IOException;

/** The kernel refused a request, or the socket to it failed. */
public class NetlinkException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    NetlinkException(String doing, int errno) {
        super(doing + ": " + Errno.text(errno));
        this.errno = errno;
    }

    NetlinkException(String message) {
        super(message);
        this.errno = 0;
    }

    /** The error number of Linux ({@code errno(3)}), 0 if it has none. */
    public int errno() {
        return errno;
    }
}

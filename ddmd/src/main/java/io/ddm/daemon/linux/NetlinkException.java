package io.ddm.daemon.linux;

import java.io.IOException;

/** The kernel rejected a request, or the socket to it failed. */
public class NetlinkException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * @param doing what failed, such as the name of a system call
     * @param errno its error number
     */
    public NetlinkException(String doing, int errno) {
        super(doing + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /**
     * @param message what failed, without an error number
     */
    public NetlinkException(String message) {
        super(message);
        this.errno = 0;
    }

    /** The error number of Linux ({@code errno(3)}), 0 if it has none. */
    public int errno() {
        return errno;
    }
}

package io.ddm.daemon.linux;

/** Error numbers of Linux, as in {@code asm-generic/errno.h}, and their meaning for an operator. */
public final class Errno {

    /** Not permitted. */
    public static final int EPERM = 1;
    /** No such object. */
    public static final int ENOENT = 2;
    /** No such process; netlink also answers it for a route that does not exist. */
    public static final int ESRCH = 3;
    /** A signal interrupted the call. */
    public static final int EINTR = 4;
    /** Nothing to read. */
    public static final int EAGAIN = 11;
    /** No permission, for what is not a matter of capabilities. */
    public static final int EACCES = 13;
    /** The object exists. */
    public static final int EEXIST = 17;
    /** An invalid argument. */
    public static final int EINVAL = 22;
    /** The address is in use. */
    public static final int EADDRINUSE = 98;
    /** Not supported. */
    public static final int EOPNOTSUPP = 95;
    /** A socket buffer was too small, so notifications were lost. */
    public static final int ENOBUFS = 105;

    private Errno() {}

    /** The name and meaning of an error number, such as {@code EPERM: not permitted}. */
    public static String text(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM: not permitted, CAP_NET_ADMIN is needed";
            case ENOENT -> "ENOENT: does not exist";
            case ESRCH -> "ESRCH: does not exist";
            case 12 -> "ENOMEM: out of memory";
            case 16 -> "EBUSY: in use";
            case EEXIST -> "EEXIST: exists";
            case 19 -> "ENODEV: no such interface";
            case EINVAL -> "EINVAL: invalid";
            case 28 -> "ENOSPC: no space";
            case EOPNOTSUPP -> "EOPNOTSUPP: not supported by this kernel";
            case 99 -> "EADDRNOTAVAIL: no such address, or not usable yet";
            case 100 -> "ENETDOWN: network is down";
            case 101 -> "ENETUNREACH: network is unreachable";
            case ENOBUFS -> "ENOBUFS: no room in a queue";
            case 113 -> "EHOSTUNREACH: no route to the gateway";
            default -> "errno " + errno;
        };
    }
}

package io.ddm.daemon.dataplane.linux;

/** The error numbers of Linux that mean something to us, as in {@code asm-generic/errno.h}. */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int EOPNOTSUPP = 95;
    static final int ENOBUFS = 105;

    private Errno() {}

    /** Name and meaning, as an operator would look it up. */
    static String text(int errno) {
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
            case 100 -> "ENETDOWN: network is down";
            case 101 -> "ENETUNREACH: network is unreachable";
            case ENOBUFS -> "ENOBUFS: notifications were lost";
            case 113 -> "EHOSTUNREACH: no route to the gateway";
            default -> "errno " + errno;
        };
    }
}

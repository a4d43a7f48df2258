package io.ddm.daemon.dataplane.linux;

/** The kernel's tables changed during every attempt to read them, so no complete state is available now. */
final class DumpInterruptedException extends NetlinkException {

    private static final long serialVersionUID = 1;

    DumpInterruptedException(int attempts) {
        super("dump interrupted: the kernel's tables changed during each of " + attempts + " attempts");
    }
}

package io.ddm.daemon.linux;

/** The kernel's tables changed during every attempt to read them, so no complete state is available now. */
public final class DumpInterruptedException extends NetlinkException {

    private static final long serialVersionUID = 1;

    /**
     * @param attempts how often the tables were read
     */
    public DumpInterruptedException(int attempts) {
        super("dump interrupted: the kernel's tables changed during each of " + attempts + " attempts");
    }
}

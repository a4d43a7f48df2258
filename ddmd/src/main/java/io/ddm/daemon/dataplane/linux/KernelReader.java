package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Prefix;
import java.util.function.Predicate;

/** Reads what of ours is in the kernel: {@link KernelState#dump}, or what a test puts in its place. */
interface KernelReader {

    /**
     * The complete state; never that of an interrupted dump.
     *
     * @param desired networks that shall have a route of ours, so that foreign routes before them are of interest
     * @throws DumpInterruptedException if the kernel's tables changed during every attempt
     * @throws NetlinkException if the kernel cannot be asked
     */
    KernelState read(NetlinkRequests requests, Predicate<Prefix> desired) throws NetlinkException;
}

package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.linux.DumpInterruptedException;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.fsm.model.Prefix;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Reads what of ours is in the kernel: {@link KernelState#read}, or a replacement in tests. */
interface KernelReader {

    /**
     * Makes a state that of the kernel; never that of an interrupted dump.
     *
     * @param state is changed if the dump is complete
     * @param isDesired networks with a desired route, for which preferred foreign routes are of interest
     * @param stop whether there is something more urgent to do
     * @return false if it was stopped
     * @throws DumpInterruptedException if the kernel's tables changed during every attempt
     * @throws NetlinkException if the kernel cannot be asked
     */
    boolean read(KernelState state, NetlinkRequests requests, Predicate<Prefix> isDesired, BooleanSupplier stop)
            throws NetlinkException;
}

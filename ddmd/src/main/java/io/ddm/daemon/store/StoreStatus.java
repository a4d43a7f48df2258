package io.ddm.daemon.store;

import java.util.Optional;

/**
 * Status of the store.
 *
 * @param damage what could not be read at the start, and where the file is kept; cleared by the next start
 * @param failure why the last write failed; cleared by the next success
 * @param full whether it failed because the disk is full
 */
public record StoreStatus(Optional<String> damage, Optional<String> failure, boolean full) {

    /** Nothing is wrong. */
    public static final StoreStatus GOOD = new StoreStatus(Optional.empty(), Optional.empty(), false);
}

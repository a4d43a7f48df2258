package io.ddm.daemon.store;

import java.util.Optional;

/**
 * How the store is.
 *
 * @param damage what of the file could not be read at the start, and where the file is kept; until the next start
 * @param failure why the last change could not be stored, until one can be
 * @param full whether that was for want of space
 */
public record StoreStatus(Optional<String> damage, Optional<String> failure, boolean full) {

    /** Nothing is wrong. */
    public static final StoreStatus GOOD = new StoreStatus(Optional.empty(), Optional.empty(), false);
}

package io.ddm.daemon.admin.stat;

import io.ddm.fsm.model.Prefix;
import io.vertx.core.Future;

/** What the router uses its interfaces for. Called on the admin loop, where the results complete. */
public interface InterfaceRoles {

    /**
     * Takes an interface out of use, or puts it back.
     *
     * @param name of a configured interface
     * @param isForced also if destinations lose their last path
     */
    Future<Outcome> setOffline(String name, boolean isOffline, boolean isForced);

    /**
     * Makes an interface a standby, or an ordinary one again.
     *
     * @param name of a configured interface
     */
    Future<Outcome> setStandby(String name, boolean isStandby);

    /** What became of a request. */
    sealed interface Outcome {

        /** The router has changed the role, or it was as requested already. */
        record Done() implements Outcome {}

        /** Refused: too many other requests wait. */
        record Busy() implements Outcome {}

        /** There is no configured interface of this name. */
        record NoSuchInterface() implements Outcome {}

        /**
         * Refused: destinations would lose their last path.
         *
         * @param destinations how many, at least 1
         * @param example the first of them
         */
        record LastPath(long destinations, Prefix example) implements Outcome {}
    }
}

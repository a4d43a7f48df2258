package io.ddm.interop.chaos;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import io.ddm.interop.chaos.Network.Link;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** One thing that is done to the lab. The record's name is its kind. */
sealed interface Fault {

    /** Ends a daemon as a crash would. */
    record Kill(String node) implements Fault {}

    /** Asks for a change and ends the daemon as a crash would so long after. */
    record KillDuringChange(Change change, Duration after) implements Fault {}

    /** Ends a daemon as an operator would. */
    record Stop(String node) implements Fault {}

    /** Ends a daemon as an operator would, so long after another one begins a change. */
    record StopDuringChange(String node, Change change, Duration after) implements Fault {}

    /** Starts a daemon on what its predecessor left. */
    record Start(String node) implements Fault {}

    /** Takes the processor away from a daemon. */
    record Pause(String node) implements Fault {}

    /** Lets a paused daemon go on. */
    record Resume(String node) implements Fault {}

    /** Takes the carrier of a link away. */
    record Cut(Link link) implements Fault {}

    /** Loses every packet of a link, which keeps its carrier. */
    record Silence(Link link) implements Fault {}

    /** Makes a cut or silent link good. */
    record Heal(Link link) implements Fault {}

    /** Takes the carrier away and gives it back so many times, within 50 ms each. */
    record Flap(Link link, int times) implements Fault {}

    /** Deletes a route of the daemon's by hand. */
    record DeleteRoute(String node, Prefix network) implements Fault {}

    /** Replaces a route of the daemon's by one that leads nowhere. */
    record ReplaceRoute(String node, Prefix network) implements Fault {}

    /** Deletes all routes of the daemon's by hand. */
    record FlushRoutes(String node) implements Fault {}

    /** A change by the admin API: entries of one kind, all in one request. */
    record Change(String node, boolean originate, Set<Destination> entries) implements Fault {

        boolean ofPrefixes() {
            return entries.iterator().next() instanceof Prefix;
        }

        void applyTo(Collection<Destination> originated) {
            if (originate) {
                originated.addAll(entries);
            } else {
                originated.removeAll(entries);
            }
        }

        @Override
        public String toString() {
            return (originate ? "Originate" : "Withdraw") + "[node=" + node + ", " + entries.size()
                    + (ofPrefixes() ? " prefixes" : " tunnels") + " from " + entries.iterator().next() + "]";
        }
    }

    /** What a report counts it as. */
    default String kind() {
        return this instanceof Change change
                ? (change.originate() ? "originate" : "withdraw") + (change.ofPrefixes() ? " prefixes" : " tunnels")
                : getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}

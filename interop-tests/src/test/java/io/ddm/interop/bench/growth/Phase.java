package io.ddm.interop.bench.growth;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one thing that happened to a fleet cost it.
 *
 * @param routedMicros until the last route of any data plane had changed, virtual time
 * @param quietMicros until the last push was sent
 * @param tallies what the routers of each role did
 */
record Phase(String name, long routedMicros, long quietMicros, Map<Role, Tally> tallies) {

    /** What is done to a fleet. */
    interface Action {
        void run();
    }

    /** Does something, waits until the fleet is at rest, and counts. */
    static Phase of(String name, World world, Action action, long restMicros) {
        Map<Role, Tally> before = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            before.put(role, world.tally(role).copy());
        }
        long begun = world.micros();
        action.run();
        if (restMicros > 0) {
            world.settle(restMicros);
        }
        Map<Role, Tally> after = new EnumMap<>(Role.class);
        before.forEach((role, tally) -> after.put(role, world.tally(role).since(tally)));
        return new Phase(name, Math.max(0, world.lastProgrammed() - begun), Math.max(0, world.lastPushed() - begun),
                after);
    }

}

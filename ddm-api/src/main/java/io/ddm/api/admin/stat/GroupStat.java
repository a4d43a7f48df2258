package io.ddm.api.admin.stat;

import java.util.List;
import java.util.OptionalLong;

/**
 * A multipath group: destinations that share their next hops and weights.
 *
 * @param id its number as text, from 1 on; may be another one when groups come or go
 * @param name the names of its interfaces, joined by {@code +}
 * @param state whether its next hops work
 * @param fdtMs the failure detection time of its probes in milliseconds; empty while they are off
 * @param members its next hops, in the order of their interfaces
 * @param destinations how many networks it carries
 */
public record GroupStat(String id, String name, State state, OptionalLong fdtMs, List<Member> members,
        long destinations) {

    /** Whether the next hops of a group work. */
    public enum State {
        /** All do. */
        OK,
        /** Some do not. */
        DEGRADED,
        /** None does. */
        FAILED
    }

    /** What a group uses a next hop for. */
    public enum Use {
        /** It carries packets. */
        ACTIVE,
        /** It works, but carries none: standby, or offline. */
        INACTIVE,
        /** It does not work. */
        UNUSABLE
    }

    /**
     * A next hop.
     *
     * @param interfaceName the interface that it is on
     * @param weight its share of the packets, relative to the other members; 1 to 256
     */
    public record Member(String interfaceName, Use use, int weight) {}

    /** Copies the list. */
    public GroupStat {
        members = List.copyOf(members);
    }
}

package io.ddm.api.admin.stat;

import java.util.List;
import java.util.OptionalLong;

/**
 * Interfaces, groups and targets of a router at one moment: the reply to {@code GET /stat}.
 *
 * @param failureDetectionTimeMs the configured failure detection time in milliseconds; empty while probing is off
 * @param interfaces every configured interface, in the order of configuration
 * @param groups the groups with most destinations, at most {@link #MAX_GROUPS}, by id
 * @param groupsOmitted how many further groups there are
 * @param targets the probing of every configured interface, in the order of configuration
 */
public record Stat(OptionalLong failureDetectionTimeMs, List<InterfaceStat> interfaces, List<GroupStat> groups,
        long groupsOmitted, List<TargetStat> targets) {

    /**
     * Upper bound on the groups of one document: neighbors choose which paths are equal, so they could make a group for
     * each destination.
     */
    public static final int MAX_GROUPS = 256;

    /** Copies the lists. */
    public Stat {
        interfaces = List.copyOf(interfaces);
        groups = List.copyOf(groups);
        targets = List.copyOf(targets);
    }
}

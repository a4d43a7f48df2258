package io.ddm.fsm.policy;

import io.ddm.fsm.model.Prefix;
import java.util.List;

/**
 * Which underlay prefixes an operator lets pass. The longest rule that contains a prefix decides; of two equal ones the
 * denial. A prefix in no rule passes if nothing is permitted by name.
 *
 * @param permitted these and what lies within them
 * @param denied these and what lies within them
 */
public record PrefixFilter(List<Prefix> permitted, List<Prefix> denied) {

    /** Lets everything pass. */
    public static final PrefixFilter ALL = new PrefixFilter(List.of(), List.of());

    public PrefixFilter {
        permitted = List.copyOf(permitted);
        denied = List.copyOf(denied);
    }

    /** Whether the prefix passes. */
    public boolean permits(Prefix prefix) {
        int permit = longest(permitted, prefix);
        int deny = longest(denied, prefix);
        return Math.max(permit, deny) < 0 ? permitted.isEmpty() : permit > deny;
    }

    /** Whether the prefix itself is permitted by name. */
    boolean names(Prefix prefix) {
        return permitted.contains(prefix);
    }

    /** Whether a permission that lies within a protected range covers the prefix. */
    boolean permitsWithin(Prefix protectedRange, Prefix prefix) {
        return permitted.stream().anyMatch(rule -> protectedRange.contains(rule) && rule.contains(prefix));
    }

    /** The length of the longest rule that contains the prefix; -1 for none. */
    private static int longest(List<Prefix> rules, Prefix prefix) {
        int longest = -1;
        for (Prefix rule : rules) {
            if (rule.length() > longest && rule.contains(prefix)) {
                longest = rule.length();
            }
        }
        return longest;
    }
}

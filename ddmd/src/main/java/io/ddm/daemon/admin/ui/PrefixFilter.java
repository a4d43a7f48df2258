package io.ddm.daemon.admin.ui;

import io.ddm.daemon.admin.status.WhyView;
import io.ddm.fsm.model.Prefix;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which prefixes the page shows. A prefix or an address selects what is within it or around it, other text the prefixes
 * that it is a part of.
 *
 * @param text as the reader has written it; empty for all
 * @param selects whether a prefix is shown
 */
record PrefixFilter(String text, Predicate<Prefix> selects) {

    /** The longest prefix in text has 43 characters. */
    private static final int MAX_CHARS = 64;

    /** All prefixes. */
    static final PrefixFilter ALL = new PrefixFilter("", prefix -> true);

    /** The filter of a query; what is too long to be a part of a prefix is cut off. */
    static PrefixFilter of(@Nullable String parameter) {
        String text = parameter == null ? "" : parameter.strip();
        if (text.isEmpty()) {
            return ALL;
        }
        String part = text.substring(0, Math.min(text.length(), MAX_CHARS));
        try {
            Prefix asked = WhyView.asked(part);
            return new PrefixFilter(part, prefix -> asked.contains(prefix) || prefix.contains(asked));
        } catch (IllegalArgumentException e) {
            String lower = part.toLowerCase(Locale.ROOT);
            return new PrefixFilter(part, prefix -> prefix.toString().contains(lower));
        }
    }

    boolean isAll() {
        return text.isEmpty();
    }
}

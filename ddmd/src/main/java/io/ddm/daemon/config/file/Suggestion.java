package io.ddm.daemon.config.file;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a person probably meant by a name that does not exist. */
public final class Suggestion {

    /** A name differs from what was meant by at most this many letters. */
    private static final int MAX_DISTANCE = 2;

    private Suggestion() {}

    /**
     * The most similar name.
     *
     * @param given compared without case, leading hyphens, and with {@code _} as {@code -}
     * @param known the names that exist
     */
    public static Optional<String> of(String given, Collection<String> known) {
        String wanted = plain(given);
        String nearest = "";
        int least = Math.min(MAX_DISTANCE, wanted.length() / 2) + 1;
        for (String name : known) {
            String candidate = plain(name);
            // Names of another length are further away; and what is given may be very long.
            if (Math.abs(candidate.length() - wanted.length()) < least) {
                int distance = distance(wanted, candidate);
                if (distance < least) {
                    least = distance;
                    nearest = name;
                }
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("^-+", "");
    }

    /** How many letters have to be added, removed, replaced or exchanged with the next one. */
    private static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, one, other, i, j);
            }
        }
        return costs[one.length()][other.length()];
    }

    private static int cost(int[][] costs, String one, String other, int i, int j) {
        boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(Math.min(costs[i - 1][j], costs[i][j - 1]) + 1, costs[i - 1][j - 1] + (isSame ? 0 : 1));
        boolean isExchanged = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        return isExchanged ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
    }
}

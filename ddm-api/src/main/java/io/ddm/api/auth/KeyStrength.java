package io.ddm.api.auth;

import java.util.Arrays;

/**
 * Estimates an upper bound on the entropy of a key. A key of one repeated character has 0 bits, and a repeated pattern
 * has as many as the pattern.
 */
final class KeyStrength {

    private KeyStrength() {}

    /** Shannon entropy of the shortest pattern of which the key consists, in bits. */
    static double bits(byte[] key) {
        byte[] pattern = Arrays.copyOf(key, period(key));
        int[] counts = new int[256];
        for (byte b : pattern) {
            counts[b & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                bits -= count * Math.log((double) count / pattern.length) / Math.log(2);
            }
        }
        return bits;
    }

    /** Length of the shortest prefix that the key repeats; the last repetition may be incomplete. */
    private static int period(byte[] key) {
        int period = 1;
        for (int i = 1; i < key.length; i++) {
            if (key[i] != key[i % period]) {
                period = i + 1;
                i = Math.max(0, period - 1);
            }
        }
        return period;
    }
}

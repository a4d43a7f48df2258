package io.ddm.api.auth;

import java.util.Arrays;

/**
 * How hard a key is to guess, at most: what shows without knowing how it was made. A key of one repeated character has
 * 0 bits, one of a repeated pattern no more than the pattern.
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

    /** The length of the shortest beginning that the key repeats; the last time may be cut short. */
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

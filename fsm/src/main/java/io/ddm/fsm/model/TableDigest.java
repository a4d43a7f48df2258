package io.ddm.fsm.model;

/**
 * What a router holds of a table, as a number: the sum, modulo 2^128, of a keyed function of each entry. The order of
 * entries does not matter, and without the key no one can choose entries so that two tables have one sum.
 *
 * @param key the key, drawn by the router that pulls, another one for each session
 * @param count how many entries there are
 * @param sum the sum
 */
public record TableDigest(Bits key, long count, Bits sum) {

    /** 128 bits. */
    public record Bits(long high, long low) {

        public static final Bits ZERO = new Bits(0, 0);

        /** The sum modulo 2^128. */
        public Bits plus(Bits other) {
            long sum = low + other.low;
            int carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
            return new Bits(high + other.high + carry, sum);
        }

        /** The difference modulo 2^128. */
        public Bits minus(Bits other) {
            int borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
            return new Bits(high - other.high - borrow, low - other.low);
        }
    }
}

package io.ddm.fsm.delay;

/**
 * The delay of a hop as it is used: follows the measured one in steps, to be made at most once a second. It begins to
 * move when the measured one leaves the {@link DeadBand}, and stops when it is close.
 *
 * <p>Traffic that follows delay changes it. With a loop gain G, the relative change of the measured delay for one of
 * the used delay, steps of a part p of the way settle if p (1 + G) &lt; 2: half steps up to a gain of 3, as that of a
 * queue that is filled to 75 %. Each reversal halves the part, down to a sixteenth, for a gain of 31. That holds if a
 * step shows in what is measured before the next one, so steps are farther apart after a reversal. What remains on
 * fuller paths comes from the edge of the dead band, where weights jump: it moves less than a fifth of the traffic.
 * {@code DelayLoopTest} shows both.
 *
 * @param used the delay as it is used
 * @param shift a step goes a half to this power of the way, in the logarithm of the delay
 * @param steps so many in a row in one direction, negative downwards; 0 for none
 * @param isMoving whether it is on its way
 */
public record SmoothedDelay(PathDelay used, int shift, int steps, boolean isMoving) {

    /** Nothing was measured. */
    public static final SmoothedDelay UNKNOWN = new SmoothedDelay(PathDelay.UNKNOWN, 1, 0, false);

    private static final int MIN_SHIFT = 1;
    private static final int MAX_SHIFT = 4;

    /** After so many steps in one direction they become larger again: what is measured has really moved. */
    private static final int MAX_STEPS = 8;

    /** A delay that does not move. */
    public static SmoothedDelay at(PathDelay used) {
        return new SmoothedDelay(used, MIN_SHIFT, 0, false);
    }

    /** How often steps were halved, since it went to and fro. */
    public int halvings() {
        return shift - MIN_SHIFT;
    }

    /** Whether a step would change nothing. */
    public boolean isSettled(PathDelay measured) {
        if (!used.isKnown() || !measured.isKnown()) {
            return used.equals(measured);
        }
        return isMoving ? DeadBand.isClose(used, measured) : DeadBand.isSame(used, measured);
    }

    /** After a step towards what is measured. What becomes known or unknown does so at once. */
    public SmoothedDelay step(PathDelay measured) {
        if (!used.isKnown() || !measured.isKnown()) {
            return at(measured);
        }
        if (isSettled(measured)) {
            return new SmoothedDelay(used, shift, steps, false);
        }
        int direction = measured.micros() > used.micros() ? 1 : -1;
        boolean isReversal = steps * direction < 0;
        int inRow = isReversal ? direction : steps + direction;
        int next = isReversal ? Math.min(shift + 1, MAX_SHIFT) : shift;
        if (Math.abs(inRow) >= MAX_STEPS) {
            next = Math.max(next - 1, MIN_SHIFT);
            inRow = direction;
        }
        double ratio = (double) Math.max(1, measured.micros()) / Math.max(1, used.micros());
        double part = 1.0 / (1 << next);
        return new SmoothedDelay(
                PathDelay.ofMicros(Math.round(Math.max(1, used.micros()) * StrictMath.pow(ratio, part))), next, inRow,
                true);
    }
}

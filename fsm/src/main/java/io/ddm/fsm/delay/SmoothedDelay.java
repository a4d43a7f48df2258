package io.ddm.fsm.delay;

/**
 * The delay of a hop as it is used: follows the measured one in steps, at most one a second, and stays as it is within
 * the {@link DeadBand}.
 *
 * <p>A step goes half of the way. Traffic that follows delay changes it: with a loop gain G, the change of the measured
 * delay for a change of the used one, a step of a part p settles if p (1 + G) &lt; 2, so half a way does up to a gain of 3,
 * which a path that is filled to three quarters has. Each step back in the direction from which the one before came
 * halves the part, down to a sixteenth, which settles up to a gain of 31, a path filled to 97 %.
 *
 * @param used the delay as it is used
 * @param shift a step goes this far: a half to this power
 * @param direction of the last step: 1, -1, or 0 for none yet
 */
public record SmoothedDelay(PathDelay used, int shift, int direction) {

    /** Nothing was measured. */
    public static final SmoothedDelay UNKNOWN = new SmoothedDelay(PathDelay.UNKNOWN, 1, 0);

    private static final int MIN_SHIFT = 1;
    private static final int MAX_SHIFT = 4;

    /** Whether another step would change anything. */
    public boolean isSettled(PathDelay measured) {
        return DeadBand.isSame(used, measured);
    }

    /** After a step towards what is measured. What becomes known or unknown does so at once. */
    public SmoothedDelay step(PathDelay measured) {
        if (isSettled(measured)) {
            return this;
        }
        if (!used.isKnown() || !measured.isKnown()) {
            return new SmoothedDelay(measured, MIN_SHIFT, 0);
        }
        long error = measured.micros() - used.micros();
        int now = Long.signum(error);
        int next = direction == 0 || now == direction ? Math.max(shift - 1, MIN_SHIFT) : Math.min(shift + 1, MAX_SHIFT);
        return new SmoothedDelay(PathDelay.ofMicros(used.micros() + error / (1L << next)), next, now);
    }
}

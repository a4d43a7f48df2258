package io.ddm.fsm.table;

/** How many entries may still be worked on before others have their turn. */
public final class Budget {

    private int left;

    /**
     * @param entries what one entry costs is the unit
     */
    public Budget(int entries) {
        this.left = entries;
    }

    /** Takes the price of some work; it may exceed what is left by the last of it. */
    public void spend(int entries) {
        left -= entries;
    }

    /** Whether there is anything left. */
    public boolean isLeft() {
        return left > 0;
    }
}

package io.ddm.interop.wire;

/** Where frames enter and leave a wire. */
interface Port {

    /**
     * Reads a frame into memory at an address.
     *
     * @return its length, {@code limit} also if it was longer, or 0 or less if there is none
     */
    int read(long address, int limit);

    /** Sends the frame at an address; false if it was not accepted. */
    boolean write(long address, int bytes);
}

package io.ddm.api.wire;

/**
 * What a body may hold. Entries beyond a limit are skipped while the body is parsed, so they cost no memory.
 *
 * @param maxEntries paths in one body, announced and withdrawn together
 * @param maxPathIds ids in one path
 * @param maxRouters different ids in one body
 */
public record ReadLimits(int maxEntries, int maxPathIds, int maxRouters) {

    /** Far more than any rack needs; about 100 MiB if used up. */
    public static final ReadLimits DEFAULT = new ReadLimits(1_000_000, 256, 16_384);

    /**
     * @throws IllegalArgumentException if a limit is not positive
     */
    public ReadLimits {
        if (maxEntries < 1 || maxPathIds < 1 || maxRouters < 1) {
            throw new IllegalArgumentException("the limits of entries, ids in a path and routers are at least 1");
        }
    }
}

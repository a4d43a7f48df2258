package io.ddm.daemon.dataplane;

/**
 * What has happened to a forwarding plane, other than by our own changes.
 *
 * @param touched whether another process, or the forwarding plane itself, changed what is ours, or may have done so
 *     because notifications were lost
 * @param linkChanged whether a link that our next hops use went up or down, so that differences are expected
 */
public record PlaneEvents(boolean touched, boolean linkChanged) {

    /** Nothing has happened. */
    public static final PlaneEvents NONE = new PlaneEvents(false, false);
}

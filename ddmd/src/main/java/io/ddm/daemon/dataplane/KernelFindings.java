package io.ddm.daemon.dataplane;

import java.util.List;
import java.util.Optional;

/**
 * What the latest audit of the kernel found besides our own routes.
 *
 * @param unreadable why no complete state of the kernel could be read for some time, if so; the older one stays in use
 * @param forwards whether the kernel forwards IPv6 packets at all
 * @param shadowed networks of ours for which the kernel prefers a foreign route
 * @param shadowing the first few of those routes
 */
public record KernelFindings(Optional<String> unreadable, boolean forwards, int shadowed,
        List<ForeignRoute> shadowing) {

    /** Nothing worth a word. */
    public static final KernelFindings NONE = new KernelFindings(Optional.empty(), true, 0, List.of());

    public KernelFindings {
        shadowing = List.copyOf(shadowing);
    }
}

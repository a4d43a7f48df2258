package io.ddm.interop.speaker;

/**
 * A tunnel endpoint on offer.
 *
 * @param overlayPrefix the prefix behind the tunnel, as text, of either family
 * @param boundaryAddress where the tunnel ends
 * @param vni its virtual network; not checked, as in the reference
 * @param metric lower is better
 */
record Tunnel(String overlayPrefix, String boundaryAddress, long vni, long metric) {}

package io.ddm.fsm.peer;

import io.ddm.fsm.model.Ipv6Address;

/**
 * An interface of the kernel that can be used.
 *
 * @param index the kernel's index
 * @param address our link-local address
 */
public record Link(int index, Ipv6Address address) {}

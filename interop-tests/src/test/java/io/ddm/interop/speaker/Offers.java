package io.ddm.interop.speaker;

import java.util.List;

/** All that a router has on offer: the answer to a pull. An empty list is written as an absent half. */
record Offers(List<Offer> underlay, List<Tunnel> tunnel) {}

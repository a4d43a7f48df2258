/**
 * Discovery on one interface: UDP port 3549, solicitations to {@code ff02::dd} and advertisements back. A
 * {@link io.ddm.daemon.discovery.DiscoverySocket} reads packets within a budget and turns them into events; it decides
 * nothing. Imports {@code net}, {@code log} and the codec of {@code ddm-api}.
 */
@NullMarked
package io.ddm.daemon.discovery;

import org.jspecify.annotations.NullMarked;

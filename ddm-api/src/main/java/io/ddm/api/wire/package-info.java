/**
 * What neighbors say to each other: discovery packets and exchange bodies, as bytes.
 *
 * <p><b>Discovery</b> (UDP port 3549, to {@code ff02::dd} or back to the asker) is five bytes and more:
 * <pre>
 *   byte 0   version: 2 or 3
 *   byte 1   flags: 0x01 solicit, 0x02 advertise; the others are spare, ignored when read, 0 when written
 *   byte 2   kind: 0 server, 1 transit
 *   byte 3   n, the length of the id
 *   4..4+n   the sender's router id, UTF-8; what follows is ignored
 *
 *   02 01 01 02 74 31   transit "t1" solicits
 *   02 02 00 02 73 31   server "s1" advertises
 * </pre>
 *
 * <p><b>Exchange</b> (HTTP on TCP port 56797, {@code /v2} or {@code /v3}) is JSON: {@code PUT push} carries an
 * update, {@code GET pull} is answered with all that is on offer. An absent half is {@code null}, an empty list
 * {@code []}. Version 3 writes prefixes as text, version 2 as objects:
 * <pre>
 *   v3 update  {"underlay":{"announce":[{"destination":"fd00:1::/64","path":["s1"]}],"withdraw":[]},"tunnel":null}
 *   v3 reply   {"underlay":[{"destination":"fd00:1::/64","path":["s1"]}],"tunnel":null}
 *   v2         {"destination":{"addr":"fd00:1::","len":64},"path":["s1"]}
 *   v3 tunnel  {"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:1701::1","vni":47,"metric":0}
 *   v2 tunnel  {"overlay_prefix":{"V4":{"addr":"203.0.113.0","len":24}},"boundary_addr":"fd00:1701::1", ...}
 * </pre>
 *
 * <p>A body of the wrong shape is refused as a whole; an entry of the right shape with an impossible value (a prefix
 * length of 200) is left out and reported, so one bad entry cannot take the good ones with it. There is one codec over
 * the families' {@link io.ddm.api.wire.EntryCodec}s; the prefix form of a version is frozen, and a new version gets a
 * new one. Imports: the model of {@code fsm}, Jackson's streaming core.
 */
@NullMarked
package io.ddm.api.wire;

import org.jspecify.annotations.NullMarked;

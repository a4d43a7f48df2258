/**
 * The admin API: paths, versions, bodies and errors, for the daemon and the client.
 *
 * <p>HTTP on TCP port 8000, every request with an {@code api-version} header. Bodies are compact JSON, errors are
 * pretty-printed:
 * <pre>
 *   GET /peers     {"2":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":1}},"addr":"fe80::1","host":"t1","kind":1}}
 *   from 3.0.0 on  ... "kind":1,"if_name":"eth1"}}
 *   below 2.0.0    {"2":{"status":"Active","addr":"fe80::1","host":"t1","kind":1}}
 *   GET /prefixes  {"fe80::1":[{"destination":"fd00:2::/64","path":["s2","t1"]}]}
 *   PUT /prefix    ["fd00:1::/64"]
 *   POST /ddm/omicron/apply  {"ddm_interfaces":["eth1","tfportqsfp0_0/ll"]}
 * </pre>
 *
 * <p>Everything is written in one order (interfaces by number, prefixes by address, paths shortest first), so equal
 * states give equal bytes. Two things that the reference lets pass are refused here: text after the JSON value, and a
 * VNI of more than 24 bits. Imports the model of {@code fsm} and {@code io.ddm.api.json}.
 */
@NullMarked
package io.ddm.api.admin;

import org.jspecify.annotations.NullMarked;

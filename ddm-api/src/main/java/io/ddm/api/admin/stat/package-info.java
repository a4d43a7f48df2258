/**
 * What {@code GET /stat}, {@code GET /stat/addresses} and {@code GET /stat/probes} show: interfaces, groups, targets
 * and destinations in the words of IPMP, with what probes have measured. {@link io.ddm.api.admin.stat.StatJson} writes
 * the documents, {@link io.ddm.api.admin.stat.StatReader} reads them; the probes are server-sent events with one line
 * of JSON each, written and read by {@link io.ddm.api.admin.stat.ProbeJson}:
 * <pre>
 *   {"failure_detection_time_ms":300,
 *    "interfaces":[{"name":"eth1","index":2,"active":true,"group":"1","flags":"----M--","link":"up","probe":"ok","state":"ok"}],
 *    "groups":[{"id":"1","name":"eth1+eth2","state":"ok","fdt_ms":300,
 *               "interfaces":[{"name":"eth1","use":"active","weight":1},...],"destinations":12}],"groups_omitted":0,
 *    "targets":[{"interface":"eth1","mode":"multicast","test_address":"fe80::1","targets":[{"address":"fe80::2","host":"t1"}],
 *                "net_rtt_us":310,"rtt_us":420,"rtt_avg_us":400,"rtt_dev_us":35,"loss_permille":0,"delay_us":155,
 *                "sent":9,"acked":9,"lost":0}]}
 *   {"addresses":[{"destination":"fd00:2::/64","state":"up","group":"1","inbound":["eth1"],
 *                  "outbound":[{"interface":"eth1","weight":1}]}]}
 *   event: probe   data: {"time_ms":81500,"interface":"eth1","number":17,...,"target":"fe80::2","host":"t1","lost":false}
 * </pre>
 *
 * <p>What is not known is null, never zero. Imports the model and the next hops of {@code fsm},
 * and {@code io.ddm.api.json}.
 */
@NullMarked
package io.ddm.api.admin.stat;

import org.jspecify.annotations.NullMarked;

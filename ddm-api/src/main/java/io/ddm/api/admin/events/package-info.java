/**
 * The messages of {@code GET /events}: a snapshot of the router, then what changes, as server-sent events (WHATWG HTML,
 * section 9.2). {@link io.ddm.api.admin.events.RouterEvent} are the messages,
 * {@link io.ddm.api.admin.events.EventFrame} their bytes:
 * <pre>
 *   event: transition
 *   id: 43
 *   data: {"at":"2026-11-30T01:02:03.456Z","interface":"eth1","from":"Solicit","to":"Exchange","reason":"...","peer":{...}}
 * </pre>
 * Imports: the model and the states of {@code fsm}, {@code io.ddm.api.json}, {@code io.ddm.api.admin}.
 */
@NullMarked
package io.ddm.api.admin.events;

import org.jspecify.annotations.NullMarked;

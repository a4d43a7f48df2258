/**
 * The stream of events: {@code GET /events}.
 *
 * <pre>
 *   Driver -- events, effects --> EventFeed -- messages --> EventOutlet -- the same bytes --> EventReader, one each
 *                                 router's loop             bounded queue                     admin loop
 * </pre>
 *
 * <p>{@link io.ddm.daemon.admin.events.EventStream} admits readers; it and all behind it serve any stream of messages
 * whose {@link io.ddm.daemon.admin.events.EventStream.Source} says how it begins and goes on after a gap. No gap: one
 * task of the router's loop subscribes a reader and makes its snapshot, and the queue between the two loops keeps the
 * order. Nothing blocks: a reader that is too slow loses its queue and gets another snapshot.
 */
@NullMarked
package io.ddm.daemon.admin.events;

import org.jspecify.annotations.NullMarked;

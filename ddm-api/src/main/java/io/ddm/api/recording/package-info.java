/**
 * A recording of a router: what it started from, the events that it handled with their instants, and the effects that
 * it decided on. One JSON object a line, so that a recording can be cut, searched and compared with common tools.
 *
 * <pre>
 *   {"recording":1,"at":"...","router":{...},"continues":false}   a segment begins: the configuration of the router
 *   {"state":"interfaces.0.epoch","value":3}                      what the router knew then; none for a new router
 *   {"at":"...","event":"PacketReceived","effects":1,"name":...}  an event, and how many effects follow
 *   {"effect":"SendAdvertisement","name":"eth0","to":"fe80::1"}   one of them
 *   {"lost":12}                                                   so many events are missing here
 * </pre>
 *
 * <p>{@link io.ddm.api.recording.RecordingWriter} writes these lines, {@link io.ddm.api.recording.RecordingReader}
 * reads them, and {@link io.ddm.api.recording.Replay} hands the events to a router of its own and compares the effects.
 * Fields that a reader does not know are ignored; kinds of events and effects that it does not know are errors.
 * A recording holds no key and no keyed sum: see {@link io.ddm.api.recording.Redaction}.
 *
 * <p>Imports: {@code fsm}, {@code json}, Jackson's streaming core.
 */
@NullMarked
package io.ddm.api.recording;

import org.jspecify.annotations.NullMarked;

package io.ddm.daemon.admin.events;

import io.ddm.api.admin.events.EventFrame;
import io.ddm.api.admin.events.RouterEvent;
import io.vertx.core.buffer.Buffer;

/**
 * A message with its number.
 *
 * @param id one more than that of the message before; a snapshot has the number of the newest message that it includes
 * @param event the message
 */
public record NumberedEvent(long id, RouterEvent event) implements StreamMessage {

    @Override
    public Buffer frame() {
        return Buffer.buffer(EventFrame.of(id, event));
    }
}

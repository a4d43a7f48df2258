package io.ddm.daemon.admin.events;

import io.vertx.core.buffer.Buffer;

/** A message of a stream. */
@FunctionalInterface
public interface StreamMessage {

    /** Its bytes; several readers may share them. Called once, on the admin loop. */
    Buffer frame();
}

package io.ddm.api.wire;

import io.ddm.fsm.model.Update;
import java.util.List;

/**
 * An update cut into bodies that the peer takes.
 *
 * @param bodies to be sent in this order, one push each; none if there is nothing to send
 * @param leftOut entries of which each alone is larger than the peer's limit; to be logged, they cannot be sent
 */
public record EncodedUpdate(List<byte[]> bodies, Update leftOut) {

    public EncodedUpdate {
        bodies = List.copyOf(bodies);
    }
}

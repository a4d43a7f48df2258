package io.ddm.api.recording;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.RouteFamily;
import java.util.Optional;

/** A destination as it stands in a recording: the text of its family, such as {@code fd00:1::/64}. */
final class DestinationText {

    private DestinationText() {}

    /** The text of a destination. */
    static String print(Destination destination) {
        return destination.toText();
    }

    /**
     * The destination of a text.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Destination parse(String text) {
        for (RouteFamily family : RouteFamily.standard()) {
            Optional<Destination> destination = family.parse(text);
            if (destination.isPresent()) {
                return destination.get();
            }
        }
        throw new IllegalArgumentException("the text of no destination");
    }
}

package io.ddm.cli.noun;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;

/** A destination as an operator names it. */
final class DestinationText {

    private DestinationText() {}

    /**
     * A prefix; an address is the prefix with this address alone.
     *
     * @throws IllegalArgumentException if it is neither; the message has the text and the reason
     */
    static Prefix parse(String text) {
        try {
            return text.indexOf('/') < 0 ? new Prefix(Ipv6Address.parse(text), 128) : Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither an IPv6 prefix nor an IPv6 address: " + e.getMessage(), e);
        }
    }
}

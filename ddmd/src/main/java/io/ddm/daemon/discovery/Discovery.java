package io.ddm.daemon.discovery;

import io.ddm.fsm.model.Ipv6Address;
import java.io.IOException;

/** Discovery on one interface. Methods never block. */
public interface Discovery extends AutoCloseable {

    /** Starts discovery on an interface. */
    interface Opening {
        /**
         * Starts it.
         *
         * @param name of the interface
         * @param index of the interface
         * @param address our link-local address on it
         * @throws IOException if it cannot be started; the message is for operators
         */
        Discovery open(String name, int index, Ipv6Address address) throws IOException;
    }

    /** Sets the address of the peer, whose packets have a budget of their own. */
    void peer(Ipv6Address address);

    /** Multicasts a solicitation. */
    void solicit();

    /** Answers a solicitation. */
    void advertise(Ipv6Address to);

    @Override
    void close();
}

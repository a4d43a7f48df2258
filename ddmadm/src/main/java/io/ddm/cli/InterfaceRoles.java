package io.ddm.cli;

import io.ddm.api.admin.InterfaceName;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Notes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the router uses an interface for. */
final class InterfaceRoles {

    private InterfaceRoles() {}

    /** A verb about one interface that shows nothing. */
    abstract static class RoleVerb extends Verb<Notes> {

        @Parameters(paramLabel = "IF", description = "The name of a configured interface.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private InterfaceName name;

        abstract void send(AdminClient daemon, InterfaceName interfaceName) throws AdminClientException;

        @Override
        protected final Notes query(AdminClient daemon) throws AdminClientException {
            send(daemon, name);
            return Notes.NONE;
        }

        @Override
        protected final Notes view(Notes none) {
            return none;
        }
    }

    /** {@code if-offline}. */
    @Command(
            name = "if-offline",
            description = "Take an interface out of use: its next hops move to other interfaces first, then probing"
                    + " stops. Refused if a destination would lose its last path.")
    static final class Offline extends RoleVerb {

        @Option(
                names = {"-f", "--force"},
                description = "Do it even if it has the last path to a destination, which it then still carries.")
        private boolean force;

        @Override
        void send(AdminClient daemon, InterfaceName interfaceName) throws AdminClientException {
            daemon.takeOffline(interfaceName, force);
        }
    }

    /** {@code if-online}. */
    @Command(name = "if-online", description = "Put an interface back into use that if-offline has taken out of it.")
    static final class Online extends RoleVerb {

        @Override
        void send(AdminClient daemon, InterfaceName interfaceName) throws AdminClientException {
            daemon.takeOnline(interfaceName);
        }
    }

    /** {@code if-standby}. */
    @Command(
            name = "if-standby",
            description = "Make an interface a standby: it carries packets only while no other shortest path is left,"
                    + " and is probed all the same.")
    static final class Standby extends RoleVerb {

        @Option(names = "--off", description = "Make it an ordinary interface again.")
        private boolean off;

        @Override
        void send(AdminClient daemon, InterfaceName interfaceName) throws AdminClientException {
            daemon.setStandby(interfaceName, !off);
        }
    }
}

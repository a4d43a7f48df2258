package io.ddm.cli.verb;

import io.ddm.api.client.AdminClient;
import io.ddm.cli.view.Terminal;
import io.ddm.cli.view.View;

/** What a verb runs in: the command line that has parsed its arguments. */
public interface Tool {

    /** Where data and messages go. */
    Terminal terminal();

    /**
     * A client of the daemon that the connection options name.
     *
     * @throws picocli.CommandLine.ParameterException if the connection options cannot be used
     */
    AdminClient client();

    /** The daemon's address and port, or the path of its socket, for messages. */
    String target();

    /** Whether that daemon runs on this machine, as far as the options show it. */
    boolean isLocal();

    /** Reports a problem of a verb that asks no daemon. */
    void report(Problem problem);

    /** Shows what a verb has to show. */
    void show(View view);
}

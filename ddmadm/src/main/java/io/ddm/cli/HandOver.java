package io.ddm.cli;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Notes;
import picocli.CommandLine.Command;

/** {@code hand-over}. */
@Command(name = "hand-over", description = "Stop the daemon, but leave its routes and peers in place for a successor.")
final class HandOver extends Verb<Notes> {

    @Override
    protected Notes query(AdminClient daemon) throws AdminClientException {
        daemon.handOver();
        return Notes.NONE;
    }

    @Override
    protected Notes view(Notes none) {
        return none;
    }
}

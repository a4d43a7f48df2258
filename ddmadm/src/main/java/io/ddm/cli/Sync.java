package io.ddm.cli;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Notes;
import picocli.CommandLine.Command;

/** {@code sync}. */
@Command(name = "sync", description = "Pull the routes of all peers again.")
final class Sync extends Verb<Notes> {

    @Override
    protected Notes query(AdminClient daemon) throws AdminClientException {
        daemon.sync();
        return Notes.NONE;
    }

    @Override
    protected Notes view(Notes none) {
        return none;
    }
}

package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import picocli.CommandLine.Command;

/** Has the daemon read its peers' tables again. */
@Command(name = "sync", mixinStandardHelpOptions = true, description = "Pull every peer's table again.")
final class Sync extends Verb {
    @Override
    void run(AdminClient client) throws AdminClientException {
        client.sync();
    }
}

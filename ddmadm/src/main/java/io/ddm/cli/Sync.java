package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code sync}. */
@Command(name = "sync", description = "Pull the tables of all peers again.")
final class Sync implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private Ddmadm ddmadm;

    @Override
    public Integer call() throws AdminClientException {
        ddmadm.client().sync();
        return 0;
    }
}

package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code hand-over}. */
@Command(name = "hand-over", description = "End the daemon and leave its routes and peers as they are, for a successor.")
final class HandOver implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private Ddmadm ddmadm;

    @Override
    public Integer call() throws AdminClientException {
        ddmadm.client().handOver();
        return 0;
    }
}

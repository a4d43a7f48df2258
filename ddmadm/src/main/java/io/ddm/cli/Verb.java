package io.ddm.cli;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.view.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/**
 * One verb of {@code ddmadm}: a query to the daemon, and the view of its answer. Connection, rendering, error messages
 * and exit codes are the same for every verb; {@link Ddmadm} provides them.
 *
 * @param <A> the answer to the query
 */
abstract class Verb<A> implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Ddmadm ddmadm;

    /**
     * Sends the request.
     *
     * @throws picocli.CommandLine.ParameterException if an argument is invalid; nothing has been sent
     * @throws AdminClientException if the daemon could not be reached or did not do it
     */
    abstract A query(AdminClient daemon) throws AdminClientException;

    /** What to show of the answer. */
    abstract View view(A answer);

    @Override
    public final Integer call() throws AdminClientException {
        ddmadm.show(view(query(ddmadm.client())));
        return Ddmadm.SUCCESS;
    }
}

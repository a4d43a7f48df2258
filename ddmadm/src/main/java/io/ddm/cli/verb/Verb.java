package io.ddm.cli.verb;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.output.FormatOptions;
import io.ddm.cli.view.View;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * One verb of {@code ddmadm}: a query to the daemon, and the view of its answer. Connection, rendering, error messages
 * and exit codes are the same for every verb; the {@link Tool} provides them.
 *
 * @param <A> the answer to the query
 */
public abstract class Verb<A> implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Tool ddmadm;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private FormatOptions format = new FormatOptions();

    /**
     * Sends the request.
     *
     * @throws ParameterException if an argument is invalid; nothing has been sent
     * @throws AdminClientException if the daemon could not be reached or did not do it
     */
    protected abstract A query(AdminClient daemon) throws AdminClientException;

    /** What to show of the answer. */
    protected abstract View view(A answer);

    /** The exit code. */
    protected int exit(A answer) {
        return ExitCodes.SUCCESS;
    }

    /**
     * Checks the options before anything is sent.
     *
     * @throws IllegalArgumentException if they cannot be used; the message says why
     */
    void check() {
        format.format();
        format.applyColor(ddmadm.terminal());
    }

    @Override
    public final Integer call() throws AdminClientException {
        try {
            check();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        return run();
    }

    /** Asks once, and shows the answer. */
    protected int run() throws AdminClientException {
        A answer = query(ddmadm.client());
        show(answer);
        return exit(answer);
    }

    protected void show(A answer) {
        view(answer).renderWith(format.renderer(ddmadm.terminal(), true, Optional.empty()));
    }

    /** The error of an argument, with its reason. */
    protected final ParameterException invalid(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    /** How the answer is to be shown. */
    protected final FormatOptions format() {
        return format;
    }

    /** What the verb runs in. */
    protected final Tool ddmadm() {
        return ddmadm;
    }
}

package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** One thing that can be asked of the daemon. */
abstract class Verb implements Callable<Integer> {

    @ParentCommand
    @Nullable
    Ddmadm parent;

    @Override
    public final Integer call() throws AdminClientException {
        run(ddmadm().client());
        return 0;
    }

    /** Does it. */
    abstract void run(AdminClient client) throws AdminClientException;

    /** Prints a table where the user looks. */
    final void print(Table table) {
        table.print(ddmadm().out(), Terminal.ofStandardOutput());
    }

    private Ddmadm ddmadm() {
        if (parent == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return parent;
    }
}

package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One thing that can be asked of the daemon. */
abstract class Verb implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec spec;

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

    /**
     * Reads a list of arguments, all before any is used. Not by picocli's converters, which take an argument that does
     * not convert for one that belongs to somebody else.
     */
    final <T> List<T> parsed(List<String> texts, Function<String, T> parse) {
        List<T> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            try {
                all.add(parse.apply(text));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(commandLine(),
                        "'" + text + "': " + e.getMessage() + "; nothing was sent", e);
            }
        }
        return all;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec.commandLine();
    }

    private Ddmadm ddmadm() {
        if (parent == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return parent;
    }
}

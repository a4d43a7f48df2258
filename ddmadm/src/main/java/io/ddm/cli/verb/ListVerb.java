package io.ddm.cli.verb;

import io.ddm.api.client.AdminClientException;
import io.ddm.api.text.PrintableText;
import io.ddm.cli.output.ListOptions;
import io.ddm.cli.output.OutputFormat;
import io.ddm.cli.output.Watch;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Renderer;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Terminal;
import io.ddm.cli.view.Value;
import io.ddm.cli.view.View;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/**
 * A verb that shows a list of records.
 *
 * @param <A> the answer to the query
 * @param <R> a record
 */
public abstract class ListVerb<A, R> extends Verb<A> {

    @Mixin
    private ListOptions options = new ListOptions();

    /** The name and version of the records for programs, such as {@code ddm.peers/1}. */
    protected abstract String schema();

    /** The columns, known before the daemon is asked; the first one identifies a record. */
    protected abstract List<Column<R>> columns();

    /** The records of an answer. */
    protected abstract List<R> rows(A answer);

    /** What people get to see who have not chosen columns: the table, by default. */
    protected View forPeople(Table<R> table, A answer) {
        return table;
    }

    /** One line below a table on a terminal, such as how many there are; empty for none. */
    protected String summary(A answer) {
        return "";
    }

    /** What people have to know besides the records; shown below the table. */
    protected Notes notes(A answer) {
        return Notes.NONE;
    }

    /** What programs have to know besides the records; the field {@code about} of a JSON document. */
    protected Optional<Value> context(A answer) {
        return Optional.empty();
    }

    @Override
    void check() {
        super.check();
        options.check(columns());
        if (options.watches() && format().format() == OutputFormat.TSV) {
            throw new IllegalArgumentException("--watch cannot be combined with --output tsv: use jsonl");
        }
    }

    @Override
    protected final Table<R> view(A answer) {
        return options.arrange(new Table<>(schema(), columns(), rows(answer)), format().format());
    }

    @Override
    protected void show(A answer) {
        show(answer, options.hasHeadings());
    }

    /**
     * Shows an answer.
     *
     * @param hasHeadings whether the names of the columns come first
     */
    protected final void show(A answer, boolean hasHeadings) {
        Terminal terminal = ddmadm().terminal();
        OutputFormat asked = format().format();
        Table<R> table = view(answer);
        View shown = asked == OutputFormat.TABLE && !options.narrows() ? forPeople(table, answer) : table;
        Renderer renderer = format().renderer(terminal, hasHeadings, context(answer));
        shown.renderWith(renderer);
        if (!asked.isForPrograms()) {
            notes(answer).lines().forEach(line -> terminal.out().print(PrintableText.line(line) + "\n"));
        }
        String summary = summary(answer);
        if (terminal.styled() && !asked.isForPrograms() && options.hasHeadings() && !summary.isEmpty()) {
            terminal.remark(summary);
        }
    }

    @Override
    protected int run() throws AdminClientException {
        if (!options.watches()) {
            return super.run();
        }
        Terminal terminal = ddmadm().terminal();
        if (terminal.styled() && !format().format().isForPrograms()) {
            new Watch(ddmadm().client(), terminal).redraw(() -> {
                A answer = query(ddmadm().client());
                return () -> show(answer);
            });
        } else {
            new Watch(ddmadm().client(), terminal).emit(() -> view(query(ddmadm().client())));
        }
        return ExitCodes.SUCCESS;
    }
}

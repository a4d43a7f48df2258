package io.ddm.cli.output;

import io.ddm.cli.view.Column;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of verbs that show a list: which columns, in which order of rows. */
public final class ListOptions {

    @Option(
            names = {"-c", "--columns"},
            paramLabel = "KEY[,KEY...]",
            description = "Show these columns in this order, by key or heading.")
    private @Nullable String columns;

    @Option(
            names = "--sort",
            paramLabel = "[-]KEY",
            parameterConsumer = NextWord.class,
            description = "Sort by this column; with '-' before it from the largest to the smallest.")
    private @Nullable String sort;

    @Option(names = "--no-headers", description = "Leave out the line with the names of the columns.")
    private boolean noHeaders;

    @Option(names = {"-q", "--quiet"}, description = "Show the first column only, without its name.")
    private boolean quiet;

    @Option(
            names = "--watch",
            description = "Show it again whenever something changes, until interrupted; JSON lines if the output is no"
                    + " terminal.")
    private boolean watch;

    /** Whether a line names the columns. */
    public boolean hasHeadings() {
        return !noHeaders && !quiet;
    }

    /** Whether columns were chosen. */
    public boolean narrows() {
        return quiet || columns != null;
    }

    /** Whether it is shown again and again. */
    public boolean watches() {
        return watch;
    }

    /**
     * Checks the options against the columns that there are.
     *
     * @throws IllegalArgumentException if there is no such column; the message lists the keys
     */
    public <R> void check(List<Column<R>> all) {
        select(all, OutputFormat.TABLE);
        if (sort != null) {
            find(all, sortKey(sort));
        }
        if (quiet && columns != null) {
            throw new IllegalArgumentException("--quiet cannot be combined with --columns");
        }
    }

    /**
     * The table with the rows and columns that are asked for.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public <R> Table<R> arrange(Table<R> table, OutputFormat format) {
        List<R> rows = table.rows();
        if (sort != null) {
            Column<R> by = find(table.columns(), sortKey(sort));
            Comparator<R> ascending = (one, other) -> Value.compare(by.value().apply(one), by.value().apply(other));
            rows = new ArrayList<>(rows);
            rows.sort(sort.startsWith("-") ? ascending.reversed() : ascending);
        }
        return new Table<>(table.schema(), select(table.columns(), format), rows);
    }

    private <R> List<Column<R>> select(List<Column<R>> all, OutputFormat format) {
        if (quiet) {
            return all.subList(0, 1);
        }
        String chosen = columns;
        if (chosen == null) {
            return format == OutputFormat.TABLE ? all.stream().filter(column -> !column.isWide()).toList() : all;
        }
        List<Column<R>> selected = new ArrayList<>();
        for (String key : chosen.split(",", -1)) {
            selected.add(find(all, key));
        }
        return selected;
    }

    private static String sortKey(String sort) {
        return sort.startsWith("-") ? sort.substring(1) : sort;
    }

    private static <R> Column<R> find(List<Column<R>> all, String key) {
        return all.stream()
                .filter(column -> column.key().equals(key) || column.heading().equalsIgnoreCase(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no column '" + key + "'; the columns are "
                        + String.join(", ", all.stream().map(Column::key).toList())));
    }

    /** Takes the next word even if it looks like an option: {@code --sort -prefix} is no {@code -p refix}. */
    static final class NextWord implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's type
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.isEmpty()) {
                throw new ParameterException(command.commandLine(), "--sort needs the key of a column");
            }
            option.setValue(words.pop());
        }
    }
}

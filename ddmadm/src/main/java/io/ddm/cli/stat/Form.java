package io.ddm.cli.stat;

import io.ddm.api.admin.stat.AddressStat;
import io.ddm.api.admin.stat.GroupStat;
import io.ddm.api.admin.stat.InterfaceStat;
import io.ddm.api.admin.stat.TargetStat;
import io.ddm.cli.view.Terminal;
import java.util.List;
import java.util.Optional;

/**
 * How records are to be shown. Each method makes an empty page for one mode, after notes to the user about the fields.
 * It throws IllegalArgumentException if the fields cannot be used; the message says why.
 *
 * @param isNumeric whether neighbors are shown by address, not by router id
 * @param fields names of the fields, separated by commas; empty for those that fit the screen
 * @param isParseable whether a program reads the output
 * @param terminal its size and its notes
 */
public record Form(boolean isNumeric, Optional<String> fields, boolean isParseable, Terminal terminal) {

    /** For {@code -a}. */
    public Page<AddressStat> addresses() {
        return page(Fields.addresses());
    }

    /** For {@code -g}. */
    public Page<GroupStat> groups() {
        return page(Fields.groups());
    }

    /** For {@code -i}. */
    public Page<InterfaceStat> interfaces() {
        return page(Fields.interfaces());
    }

    /** For {@code -t}. */
    public Page<TargetStat> targets() {
        return page(Fields.targets(isNumeric));
    }

    /** For {@code -p}. */
    public Page<ProbeRow> probes() {
        return page(Fields.probes(isNumeric));
    }

    private <R> Page<R> page(List<Field<R>> all) {
        if (isParseable && fields.isEmpty()) {
            throw new IllegalArgumentException("-P requires -o: a program names the fields that it reads");
        }
        Selection<R> selection = fields.isPresent()
                ? Selection.of(all, fields.get(), isParseable)
                : Selection.fitting(all, terminal.size().columns());
        selection.warnings().forEach(terminal::note);
        return new Page<>(selection, isParseable, terminal::size);
    }
}

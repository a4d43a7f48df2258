package io.ddm.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * The help of a verb, with the connection options in a group of their own before the footer. They are recognized by
 * their scope: they are the options that every verb inherits. (An argument group of picocli is not inherited.)
 */
final class HelpText extends Help {

    HelpText(CommandSpec spec, ColorScheme colors) {
        super(spec, colors);
    }

    private List<OptionSpec> options(boolean connection) {
        return commandSpec().options()
                .stream()
                .filter(option -> connection == (option.scopeType() == ScopeType.INHERIT))
                .toList();
    }

    @Override
    protected Text createDetailedSynopsisOptionsText(Collection<ArgSpec> done, List<OptionSpec> all,
            Comparator<OptionSpec> order, boolean clusterBooleanOptions) {
        return super.createDetailedSynopsisOptionsText(done, options(false), order, clusterBooleanOptions)
                .concat(" [CONNECTION]");
    }

    @Override
    public String optionList() {
        return optionListExcludingGroups(options(false));
    }

    /** Picocli has no section between the commands and the footer that costs nothing unless help is printed. */
    @Override
    public String footerHeading(Object... params) {
        return createHeading("%nConnection options, before or after the command:%n")
                + optionListExcludingGroups(options(true), createDefaultLayout(), null, parameterLabelRenderer())
                + super.footerHeading(params);
    }
}

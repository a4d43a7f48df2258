package io.ddm.cli;

import io.ddm.fsm.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The prefixes on a command line. They are parsed here and not by picocli, which takes the first one that is wrong for
 * an argument too many and does not say what is wrong with it.
 */
final class PrefixArguments {

    private static final String LABEL = "PREFIX";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private CommandSpec spec;

    @Parameters(paramLabel = LABEL, arity = "0..*", description = "For example fd00:1::/64.")
    private List<String> texts = new ArrayList<>();

    /**
     * All of them, in the order given.
     *
     * @throws ParameterException if one is not an IPv6 prefix; the message names it and the reason
     */
    List<Prefix> prefixes() {
        return texts.stream().map(this::parse).toList();
    }

    /**
     * Tells on standard error what is easily overlooked: no prefix at all, host bits, and prefixes for which nothing
     * changed.
     *
     * @param changed how many the request changed, if the daemon says so
     * @param already what is true of a prefix for which nothing changed, such as {@code already originated}
     */
    static void explain(Terminal terminal, List<Prefix> prefixes, OptionalInt changed, String already) {
        if (prefixes.isEmpty()) {
            terminal.note("no prefix given; nothing changed");
        }
        for (Prefix prefix : prefixes) {
            if (!prefix.equals(prefix.network())) {
                terminal.note(prefix + " has host bits set; it is kept as given, and routers install "
                        + prefix.network());
            }
        }
        long distinct = prefixes.stream().distinct().count();
        if (changed.isPresent() && changed.getAsInt() < distinct) {
            long unchanged = distinct - changed.getAsInt();
            terminal.note(distinct == 1
                    ? prefixes.getFirst() + " was " + already + "; nothing changed"
                    : unchanged + " of " + distinct + " prefixes were " + already);
        }
    }

    private Prefix parse(String text) {
        try {
            return Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), reason(text, String.valueOf(e.getMessage())),
                    spec.positionalParameters().getFirst(), text);
        }
    }

    /** What people type most often instead of a prefix has a reason of its own. */
    private static String reason(String text, String otherwise) {
        if (text.contains(",")) {
            return "separate prefixes with spaces, not commas";
        }
        if (text.matches("[0-9.]+/[0-9]+")) {
            return "the underlay routes IPv6 prefixes only";
        }
        if (text.matches(".*/[0-9]+") && otherwise.startsWith("invalid prefix value")) {
            return "the prefix length must be 0 to 128";
        }
        return otherwise;
    }
}

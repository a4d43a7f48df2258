package io.ddm.cli;

import io.ddm.cli.noun.FileProblem;
import io.ddm.cli.view.Notes;
import io.ddm.fsm.model.Prefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The prefixes on a command line. They are parsed here because picocli reports the first invalid one as an unmatched
 * argument, without the reason.
 */
final class PrefixArguments {

    private static final String STANDARD_INPUT = "-";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "PREFIX", arity = "0..*", description = "For example fd00:1::/64.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "More prefixes, one a line; '-' is standard input. Empty lines and what follows '#' do not"
                    + " count.")
    private @Nullable String file;

    /**
     * The prefixes, in the order given, those of the file last.
     *
     * @throws ParameterException if one is not an IPv6 prefix, with the value and the reason, or if the file cannot be
     *     read
     */
    List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>(texts.stream().map(this::parse).toList());
        if (file != null) {
            try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
                read(file, in, prefixes);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(),
                        "cannot read " + file + ": " + FileProblem.reason(e));
            }
        }
        return prefixes;
    }

    private void read(String name, InputStream in, List<Prefix> prefixes) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = line.replaceFirst("#.*", "").strip();
            try {
                if (!text.isEmpty()) {
                    prefixes.add(Prefix.parse(text));
                }
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "line " + number + " of " + name + ": '" + text
                        + "': " + reason(text, String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * What is easily overlooked: no prefix at all, host bits, and prefixes that the request did not change.
     *
     * @param changed how many the request changed; empty if the daemon does not report it
     * @param hostBits what they mean for the request, given a prefix that has some
     * @param unchanged what is true of a prefix that the request did not change, such as {@code already originated}
     */
    static Notes notes(List<Prefix> prefixes, OptionalInt changed, Function<Prefix, String> hostBits,
            String unchanged) {
        if (prefixes.isEmpty()) {
            return new Notes(List.of("no prefix given; nothing changed"));
        }
        List<String> lines = new ArrayList<>();
        for (Prefix prefix : prefixes) {
            if (!prefix.equals(prefix.network())) {
                lines.add(prefix + " has host bits set; " + hostBits.apply(prefix));
            }
        }
        long distinct = prefixes.stream().distinct().count();
        if (changed.isPresent() && changed.getAsInt() < distinct) {
            lines.add(distinct == 1
                    ? prefixes.getFirst() + " was " + unchanged + "; nothing changed"
                    : distinct - changed.getAsInt() + " of " + distinct + " prefixes were " + unchanged);
        }
        return new Notes(lines);
    }

    private Prefix parse(String text) {
        try {
            return Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), reason(text, String.valueOf(e.getMessage())),
                    spec.positionalParameters().getFirst(), text);
        }
    }

    /** The most frequent mistakes get a reason of their own. */
    private static String reason(String text, String parserMessage) {
        if (text.contains(",")) {
            return "separate prefixes with spaces, not commas";
        }
        if (text.matches("[0-9.]+/[0-9]+")) {
            return "the underlay routes IPv6 prefixes only";
        }
        if (text.indexOf('/') < 0) {
            return "missing prefix length, as in fd00:1::/64";
        }
        if (text.matches(".*/[0-9]+") && parserMessage.startsWith("invalid prefix value")) {
            return "the prefix length must be 0 to 128";
        }
        return parserMessage;
    }
}

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A step of packaging: writes the manual pages of both programs, and the tables by which shells complete their
 * arguments, from the models that the programs parse their arguments with. Made here rather than by picocli's own
 * generators: its manual pages need Asciidoctor, and its completion knows nothing of a running daemon.
 *
 * <p>usage: java -cp ddmd.jar:ddmadm.jar Documents.java DIRECTORY VERSION; the time of the pages is SOURCE_DATE_EPOCH.
 */
final class Documents {

    private static final String FILES_OF_DDMD = """
            .SH FILES
            .TP
            .I /etc/default/ddmd
            The flags of the service, in DDMD_FLAGS.
            .TP
            .I /etc/ddm/ddmd.toml
            The configuration, if the file exists.
            .TP
            .I /var/lib/ddm
            What the router originates, and records of faults.
            .TP
            .I /run/ddm/ddmd.sock
            The admin API of the service, for members of the group
            .IR ddm .
            .SH NOTES
            The service is controlled by
            .BR systemctl (1):
            .B restart
            hands over, so that routes and neighbors stay as they are;
            .B stop
            withdraws from the neighbors and removes the routes;
            .B reload
            sends SIGHUP.
            """;

    private static final String FILES_OF_DDMADM = """
            .SH FILES
            .TP
            .I /run/ddm/ddmd.sock
            The admin API of the service, for
            .B \\-\\-socket
            and members of the group
            .IR ddm .
            """;

    private final CommandSpec program;
    private final String version;

    private Documents(CommandSpec program, String version) {
        this.program = program;
        this.version = version;
    }

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        for (CommandSpec program : List.of(ddmd(), ddmadm())) {
            Documents documents = new Documents(program, args[1]);
            Files.writeString(directory.resolve(program.name() + ".8"), documents.page());
            Files.writeString(directory.resolve(program.name() + ".bash"), documents.tables());
        }
    }

    private static CommandSpec ddmd() throws ReflectiveOperationException {
        Method model = Class.forName("io.ddm.daemon.Ddmd").getDeclaredMethod("commandLine");
        model.setAccessible(true);
        return ((CommandLine) model.invoke(null)).getCommandSpec();
    }

    private static CommandSpec ddmadm() throws ReflectiveOperationException {
        Class<?> tool = Class.forName("io.ddm.cli.Ddmadm");
        Class<?> terminal = Class.forName("io.ddm.cli.view.Terminal");
        Constructor<?> constructor = tool.getDeclaredConstructor(terminal);
        constructor.setAccessible(true);
        Method model = tool.getDeclaredMethod("commandLine", String[].class);
        model.setAccessible(true);
        // With help all verbs are in the model.
        Object line = model.invoke(constructor.newInstance(terminal.getMethod("ofProcess").invoke(null)),
                (Object) new String[]{"--help"});
        return ((CommandLine) line).getCommandSpec();
    }

    private String page() {
        String date = Instant.ofEpochSecond(Long.parseLong(System.getenv("SOURCE_DATE_EPOCH")))
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        boolean verbs = !verbs().isEmpty();
        StringBuilder out = new StringBuilder();
        out.append(".TH ").append(program.name().toUpperCase(Locale.ROOT)).append(" 8 \"").append(date)
                .append("\" \"ddm ").append(version).append("\" \"Delay Driven Multipath\"\n");
        String[] description = program.usageMessage().description();
        out.append(".SH NAME\n").append(program.name()).append(" \\- ").append(title(description[0])).append('\n');
        out.append(".SH SYNOPSIS\n.B ").append(program.name()).append('\n');
        out.append(verbs ? "[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n" : "[\\fIOPTION\\fR]...\n");
        out.append(".SH DESCRIPTION\n").append(paragraphs(description));
        out.append(".SH OPTIONS\n");
        if (verbs) {
            out.append("These may stand before or after the command.\n");
        }
        options(out, ungrouped(program));
        program.argGroups().stream().sorted(Comparator.comparingInt(ArgGroupSpec::order)).forEach(group -> {
            out.append(".SS ").append(text(String.format(group.heading()).strip().replaceAll(":$", ""))).append('\n');
            options(out, group.allOptionsNested());
        });
        if (verbs) {
            out.append(".SH COMMANDS\n");
            verbs().forEach(verb -> verb(out, verb));
        }
        footer(out, program.usageMessage().footer());
        out.append(verbs ? FILES_OF_DDMADM : FILES_OF_DDMD);
        out.append(".SH \"SEE ALSO\"\n.BR ").append(verbs ? "ddmd" : "ddmadm").append(" (8),\n.BR ip (8),\n")
                .append(".BR systemctl (1)\n");
        return out.toString();
    }

    /** "Routing daemon for DDM." as the name of a page has it. */
    private static String title(String sentence) {
        String title = String.format(sentence).replaceAll("\\.$", "");
        return text(title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1));
    }

    private void verb(StringBuilder out, CommandSpec verb) {
        List<OptionSpec> own = own(verb);
        String arguments = verb.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .map(Documents::synopsis)
                .collect(Collectors.joining());
        out.append(".SS ").append(text(verb.name())).append(own.isEmpty() ? "" : " [OPTION]...").append(arguments)
                .append('\n').append(paragraphs(verb.usageMessage().description()));
        for (PositionalParamSpec argument : verb.positionalParameters()) {
            if (!argument.hidden() && argument.description().length > 0) {
                out.append(".TP\n.I ").append(text(argument.paramLabel())).append('\n').append(sentences(argument));
            }
        }
        options(out, own);
        for (String line : verb.usageMessage().footer()) {
            if (!line.isBlank() && !List.of(program.usageMessage().footer()).contains(line)) {
                out.append(".PP\n").append(text(String.format(line))).append('\n');
            }
        }
    }

    private static String synopsis(PositionalParamSpec argument) {
        String label = text(argument.paramLabel()) + (argument.arity().max() > 1 ? "..." : "");
        return argument.arity().min() == 0 ? " [" + label + "]" : " " + label;
    }

    private static void options(StringBuilder out, List<OptionSpec> options) {
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                String label = option.arity().max() == 0 ? "" : " \\fI" + text(option.paramLabel()) + "\\fR";
                out.append(".TP\n").append(Stream.of(option.names())
                        .map(name -> "\\fB" + text(name) + "\\fR")
                        .collect(Collectors.joining(", "))).append(label).append('\n').append(sentences(option));
            }
        }
    }

    private static String sentences(ArgSpec argument) {
        return Stream.of(argument.description())
                .map(line -> text(String.format(line)))
                .collect(Collectors.joining("\n.br\n", "", "\n"));
    }

    private static String paragraphs(String... lines) {
        return Stream.of(lines).map(line -> text(String.format(line)) + "\n").collect(Collectors.joining(".PP\n"));
    }

    /** Lines such as {@code Exit codes: 0 success}, each a section; a line without such a beginning continues one. */
    private static void footer(StringBuilder out, String... lines) {
        for (String line : lines) {
            String plain = String.format(line).strip();
            int colon = plain.indexOf(':');
            boolean begins = colon > 0 && plain.substring(0, colon).matches("[A-Z][A-Za-z ]*");
            if (begins) {
                out.append(".SH \"").append(text(plain.substring(0, colon).toUpperCase(Locale.ROOT))).append("\"\n");
            } else if (plain.startsWith("DDM_")) {
                out.append(".SH ENVIRONMENT\n");
            }
            out.append(plain.isEmpty() ? "" : text((begins ? plain.substring(colon + 1) : plain).strip()) + "\n");
        }
    }

    /** As roff has it: no escapes, no requests, minus signs that can be copied; `code` is bold. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        escaped = escaped.replaceAll("`([^`]*)`", "\\\\fB$1\\\\fR").replaceAll("\\s*\\R\\s*", " ");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private List<CommandSpec> verbs() {
        return program.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .filter(verb -> !verb.usageMessage().hidden())
                .toList();
    }

    private static List<OptionSpec> ungrouped(CommandSpec command) {
        return command.options().stream().filter(option -> option.group() == null).toList();
    }

    /** The options of a verb that not every verb has. */
    private static List<OptionSpec> own(CommandSpec verb) {
        return verb.options().stream()
                .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                .toList();
    }

    /** Two shell functions: the words of a command, and what the value of an option or argument is. */
    private String tables() {
        StringBuilder words = new StringBuilder();
        StringBuilder values = new StringBuilder();
        List<String> first = new ArrayList<>();
        verbs().forEach(verb -> first.addAll(verb.names()));
        names(program.options()).forEach(first::add);
        row(words, "''", String.join(" ", first));
        for (CommandSpec verb : verbs()) {
            String name = String.join("|", verb.names());
            row(words, name, Stream.concat(names(own(verb)), names(inherited(verb))).collect(Collectors.joining(" ")));
            values(values, verb.name(), own(verb));
            verb.positionalParameters().stream().findFirst().map(argument -> kind(verb.name(), argument))
                    .filter(kind -> !kind.isEmpty())
                    .ifPresent(kind -> row(values, "'" + verb.name() + " '", kind));
        }
        // Last: a verb may use a name for something else.
        values(values, "*", program.options());
        return function("words", "$1", words) + function("values", "$1 $2", values);
    }

    private String function(String name, String what, StringBuilder rows) {
        return "\n__" + program.name() + "_" + name + "() {\n    case \"" + what + "\" in\n" + rows
                + "    esac\n}\n";
    }

    private static void row(StringBuilder out, String pattern, String result) {
        out.append("        ").append(pattern).append(") printf '%s\\n' ").append(result).append(" ;;\n");
    }

    private static void values(StringBuilder out, String verb, Collection<OptionSpec> options) {
        for (OptionSpec option : options) {
            String kind = kind("", option);
            boolean isSwitch = option.arity().max() == 0;
            // A switch of a verb has an empty row, because the program's option of that name may have a value.
            if (!option.hidden() && !(isSwitch && verb.equals("*"))) {
                for (String name : option.names()) {
                    String pattern = verb.equals("*") ? "*' " + name + "'" : "'" + verb + " " + name + "'";
                    row(out, pattern, isSwitch ? "''" : kind.isEmpty() ? "nothing" : kind);
                }
            }
        }
    }

    private static Stream<String> names(Collection<OptionSpec> options) {
        return options.stream().filter(option -> !option.hidden()).flatMap(option -> Stream.of(option.names()));
    }

    private static List<OptionSpec> inherited(CommandSpec verb) {
        return verb.options().stream().filter(option -> !own(verb).contains(option)).toList();
    }

    /** What can stand for a label: words to choose from, or a name that the shells' functions know. */
    private static String kind(String verb, ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            return "words " + StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
        }
        return switch (argument.paramLabel()) {
            case "FILE", "PATH" -> "files";
            case "DIR" -> "directories";
            // Of ddmd: one that may not be configured yet.
            case "INTERFACE" -> "devices";
            case "IF", "LINK" -> "interfaces";
            case "PREFIX" -> verb.startsWith("withdraw") ? "originated" : verb.isEmpty() ? "" : "prefixes";
            case "ADDR", "PEER" -> verb.isEmpty() ? "" : "peers";
            case "KIND" -> "words server transit";
            case "WHAT" -> "words linux none";
            default -> "";
        };
    }
}

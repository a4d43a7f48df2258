package io.ddm.cli.noun;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.doctor.Machine;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.Problem;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Notes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bundle}: everything that helps to find a fault, in one file. */
@Command(
        name = "bundle",
        description = {"Write what the daemon and the kernel say into one zip file, for a bug report.",
                "Each part is taken if it can be had; the rest is named. The file has addresses, router ids and"
                        + " prefixes, but no keys and no tokens; only its owner can read it."})
public final class Bundle extends Verb<Bundle.Contents> {

    private static final Map<String, String> DOCUMENTS = documents();
    private static final Map<String, List<String>> COMMANDS = commands();

    @Parameters(paramLabel = "FILE", description = "The file to write, as in ddm.zip; it must not exist.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = "--no-recording",
            description = "Leave out the recording, which has all that neighbors sent lately and may take megabytes.")
    private boolean noRecording;

    /**
     * What was found.
     *
     * @param parts by name in the file
     * @param missing what could not be had, with the reason
     */
    public record Contents(Map<String, byte[]> parts, List<String> missing) {}

    private static Map<String, String> documents() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("status.json", AdminApi.STATUS);
        all.put("ready.json", AdminApi.READY);
        all.put("history.json", AdminApi.HISTORY);
        all.put("interfaces.json", AdminApi.INTERFACES);
        all.put("stat.json", AdminApi.STAT);
        all.put("stat-addresses.json", AdminApi.STAT_ADDRESSES);
        all.put("prefixes.json", AdminApi.PREFIXES);
        all.put("originated.json", AdminApi.ORIGINATED);
        all.put("metrics.txt", AdminApi.METRICS);
        all.put("recording.jsonl", AdminApi.RECORDING);
        return all;
    }

    private static Map<String, List<String>> commands() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("kernel.txt", List.of("uname", "-a"));
        all.put("links.txt", List.of("ip", "-details", "-statistics", "link"));
        all.put("addresses.txt", List.of("ip", "-6", "address"));
        all.put("routes.txt", List.of("ip", "-6", "route", "show", "table", "all"));
        all.put("nexthops.txt", List.of("ip", "nexthop"));
        all.put("firewall.txt", List.of("nft", "list", "ruleset"));
        all.put("sockets.txt", List.of("ss", "-lunt"));
        return all;
    }

    @Override
    protected Contents query(AdminClient daemon) {
        Contents contents = new Contents(new LinkedHashMap<>(), new ArrayList<>());
        DOCUMENTS.forEach((name, path) -> {
            if (path.equals(AdminApi.RECORDING) && noRecording) {
                contents.missing.add(name + ": left out on request");
                return;
            }
            try {
                contents.parts.put(name, daemon.document(path));
            } catch (AdminClientException e) {
                contents.missing.add(name + ": " + e.getMessage());
            }
        });
        Machine machine = Machine.local();
        COMMANDS.forEach((name, command) -> machine.commands()
                .output(command)
                .ifPresentOrElse(text -> contents.parts.put(name, text.getBytes(StandardCharsets.UTF_8)),
                        () -> contents.missing.add(name + ": '" + String.join(" ", command) + "' failed")));
        return contents;
    }

    @Override
    protected int run() {
        Contents contents = query(ddmadm().client());
        Optional<IOException> failure = write(contents);
        if (failure.isPresent()) {
            ddmadm().report(new Problem("cannot write " + file, FileProblem.reason(failure.get()), "another file"));
            return ExitCodes.FAILURE;
        }
        show(contents);
        return ExitCodes.SUCCESS;
    }

    private Optional<IOException> write(Contents contents) {
        try (OutputStream out = Files.newOutputStream(
                Files.createFile(file,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                StandardOpenOption.WRITE); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : contents.parts.entrySet()) {
                add(zip, part.getKey(), part.getValue());
            }
            add(zip, "missing.txt", (String.join("\n", contents.missing) + "\n").getBytes(StandardCharsets.UTF_8));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    protected Notes view(Contents contents) {
        List<String> lines = new ArrayList<>();
        lines.add(file + " has " + contents.parts.size()
                + " parts, with addresses, router ids and prefixes, but without keys and tokens");
        contents.missing.forEach(missing -> lines.add("missing: " + missing));
        return new Notes(lines);
    }
}

package io.ddm.daemon.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults that ended a daemon, in the file {@code faults.log} of the data directory: one line {@code LINK COUNT MILLIS}
 * for each link, with the Unix time of the last fault. A link without a fault for {@link #MEMORY} is dropped.
 */
public final class FaultLog {

    /** Stands for a link's name where a fault belongs to none. */
    public static final String NO_LINK = "-";

    /** A link without a fault for this long counts as healthy. */
    static final Duration MEMORY = Duration.ofHours(1);

    private static final String FILE = "faults.log";
    private static final int MAX_BYTES = 16 * 1024;

    /** Bound on remembered links; the latest are kept. */
    private static final int MAX_LINKS = 100;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.store");

    private final Path file;

    /**
     * The faults of a link.
     *
     * @param link its name
     * @param count number of faults, each less than {@link #MEMORY} after the one before
     * @param last time of the last one
     */
    public record Fault(String link, int count, Instant last) {}

    public FaultLog(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** The recent faults, the oldest first, without {@link #NO_LINK}. Empty if the log cannot be read. */
    public List<Fault> recent(Instant now) {
        return read(now).stream().filter(fault -> !fault.link.equals(NO_LINK)).toList();
    }

    /**
     * Adds a fault; returns when it is on stable storage.
     *
     * @param link its name, or {@link #NO_LINK}
     */
    public void add(String link, Instant now) throws IOException {
        List<Fault> faults = new ArrayList<>(read(now));
        int count = faults.stream().filter(f -> f.link.equals(link)).mapToInt(Fault::count).findFirst().orElse(0);
        faults.removeIf(f -> f.link.equals(link));
        faults.add(new Fault(link, count + 1, now));
        StringBuilder text = new StringBuilder();
        for (Fault fault : faults.subList(Math.max(0, faults.size() - MAX_LINKS), faults.size())) {
            text.append(fault.link)
                    .append(' ')
                    .append(fault.count)
                    .append(' ')
                    .append(fault.last.toEpochMilli())
                    .append('\n');
        }
        write(text.toString().getBytes(US_ASCII));
    }

    private void write(byte[] content) throws IOException {
        Path part = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(part);
        try (RegularFile out = RegularFile.create(part)) {
            out.write(content, 0);
            out.channel().force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        DurableDirectory.sync(file.resolveSibling("."));
    }

    private List<Fault> read(Instant now) {
        List<Fault> faults = new ArrayList<>();
        try (RegularFile in = RegularFile.open(file, StandardOpenOption.READ)) {
            for (String line : new String(in.readAll(MAX_BYTES), US_ASCII).lines().toList()) {
                String[] fields = line.split(" ", -1);
                Instant last = Instant.ofEpochMilli(Long.parseLong(fields[2]));
                // After the clock was set back a fault must not last longer.
                Instant known = last.isAfter(now) ? now : last;
                if (now.isBefore(known.plus(MEMORY))) {
                    faults.add(new Fault(fields[0], Math.max(1, Integer.parseInt(fields[1])), known));
                }
            }
        } catch (NoSuchFileException e) {
            return faults;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.warn("{} cannot be read and is ignored: {}", file, e.toString());
        }
        return faults;
    }
}

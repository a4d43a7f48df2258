package io.ddm.daemon.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ddm.fsm.model.Destination;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Any bytes as the content of the store: once as they are, and once with each line under its right checksum. */
public final class OriginJournalFuzz {

    private OriginJournalFuzz() {}

    /**
     * A log always has some content; all of it stands in the log, and what is written of it is read again whole. Lines
     * whose checksum is right do no damage to each other.
     */
    public static void fuzzerTestOneInput(byte[] bytes) {
        check(bytes);
        check(withChecksums(bytes));
    }

    /** So that the fuzzer gets beyond the checksums, which it cannot guess. */
    static byte[] withChecksums(byte[] lines) {
        StringBuilder log = new StringBuilder();
        for (String line : new String(lines, ISO_8859_1).split("\n", -1)) {
            CRC32C crc = new CRC32C();
            crc.update(line.getBytes(ISO_8859_1));
            log.append(HexFormat.of().toHexDigits((int) crc.getValue())).append(' ').append(line).append('\n');
        }
        return log.toString().getBytes(ISO_8859_1);
    }

    private static void check(byte[] log) {
        OriginJournal.Content content = OriginJournal.read(log);
        require(content.lines() <= log.length && (!content.isWhole() || content.damage().isEmpty()), content);
        requireAgain(content.destinations());
        if (content.isWhole()) {
            // What is appended to a log that may be appended to, counts.
            byte[] more = OriginJournal.change(content.destinations(), false);
            byte[] longer = new byte[log.length + more.length];
            System.arraycopy(log, 0, longer, 0, log.length);
            System.arraycopy(more, 0, longer, log.length, more.length);
            OriginJournal.Content after = OriginJournal.read(longer);
            require(after.destinations().isEmpty() && after.isWhole(), after);
        }
    }

    private static void requireAgain(Set<Destination> destinations) {
        OriginJournal.Content again = OriginJournal.read(OriginJournal.change(destinations, true));
        require(again.isWhole() && List.copyOf(again.destinations()).equals(List.copyOf(destinations)), again);
    }

    private static void require(boolean holds, OriginJournal.Content content) {
        if (!holds) {
            throw new AssertionError("wrongly read: " + content);
        }
    }
}

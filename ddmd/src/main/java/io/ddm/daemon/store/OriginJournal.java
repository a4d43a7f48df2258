package io.ddm.daemon.store;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.RouteFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The format of the stored originations: a log of changes, with a line for each destination and a line that ends the
 * change.
 *
 * <pre>
 *   55dd2c38 + fd00:1::/64
 *   8f1a9c07 + 203.0.113.0/24 fd00:1701::1 47 0      prefix, boundary address, VNI and metric of a tunnel origin
 *   e1b4a0d2 - fd00:2::/64
 *   f0c3d2e5 .
 * </pre>
 *
 * <p>Each line begins with the CRC-32C of the rest, so damage affects single lines and never creates a prefix. A change
 * without its last line was cut off by a crash and never acknowledged. The sign is followed by the
 * {@linkplain Destination#toText() text} of the destination.
 */
final class OriginJournal {

    private static final String END = ".";
    private static final int CRC_DIGITS = 8;

    /**
     * The content of a log.
     *
     * @param destinations what is originated after all changes
     * @param lines number of lines
     * @param isWhole whether it ends with a complete change and is undamaged, so that it may be appended to
     * @param damage what is damaged, if anything; such lines are left out
     */
    record Content(Set<Destination> destinations, int lines, boolean isWhole, Optional<String> damage) {}

    private OriginJournal() {}

    /** The lines of a change, which adds or removes destinations. */
    static byte[] change(Collection<Destination> destinations, boolean added) {
        StringBuilder text = new StringBuilder();
        destinations.forEach(destination -> line(text, (added ? "+ " : "- ") + destination.toText()));
        line(text, END);
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads a log; never fails. */
    static Content read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int whole = text.lastIndexOf('\n') + 1;
        Set<Destination> destinations = new LinkedHashSet<>();
        List<String> change = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        boolean damagedSinceEnd = false;
        int lines = 0;
        for (String line : (Iterable<String>) text.substring(0, whole).lines()::iterator) {
            lines++;
            if (!isIntact(line)) {
                damaged.add(line);
                damagedSinceEnd = true;
            } else if (line.endsWith(" " + END)) {
                apply(change, destinations, damaged);
                change.clear();
                damagedSinceEnd = false;
            } else {
                change.add(line);
            }
        }
        if (damagedSinceEnd) {
            // The damaged line may be the one that ended the change.
            apply(change, destinations, damaged);
        }
        boolean isWhole = whole == text.length() && change.isEmpty();
        return new Content(destinations, lines, isWhole && damaged.isEmpty(),
                damaged.isEmpty()
                        ? Optional.empty()
                        : Optional.of(damaged.size() + " of " + lines + " lines cannot be read, the first is '"
                                + printable(damaged.getFirst()) + "'"));
    }

    private static void apply(List<String> change, Set<Destination> destinations, List<String> damaged) {
        for (String line : change) {
            try {
                Destination destination = RouteFamily.parseAny(line.substring(CRC_DIGITS + 3));
                switch (line.substring(CRC_DIGITS, CRC_DIGITS + 3)) {
                    case " + " -> destinations.add(destination);
                    case " - " -> destinations.remove(destination);
                    default -> damaged.add(line);
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                damaged.add(line);
            }
        }
    }

    private static void line(StringBuilder text, String content) {
        text.append(crc(content)).append(' ').append(content).append('\n');
    }

    private static boolean isIntact(String line) {
        return line.length() > CRC_DIGITS + 1 && line.startsWith(crc(line.substring(CRC_DIGITS + 1)) + " ");
    }

    private static String crc(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static String printable(String line) {
        String shown = line.replaceAll("[^ -~]", "?");
        return shown.length() > 60 ? shown.substring(0, 60) + "..." : shown;
    }
}

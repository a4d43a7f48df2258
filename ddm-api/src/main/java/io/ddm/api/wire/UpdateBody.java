package io.ddm.api.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of one push while it fills up, made of pieces of text that stay where they are until the end. Each family
 * has a field with what is announced and withdrawn of it; those that the reference requires are there in any case.
 */
final class UpdateBody {

    private static final byte[] ANNOUNCE = ascii("{\"announce\":[");
    private static final byte[] WITHDRAW = ascii("],\"withdraw\":[");
    private static final byte[] HALF_END = ascii("]}");
    private static final byte[] NULL = ascii("null");

    private final byte[] text;
    private final int limit;
    private final List<Half> halves = new ArrayList<>();
    private int size;

    /** Where an entry is in the text. */
    private record Piece(int from, int to) {}

    private static final class Half {
        final EntryCodec family;
        final byte[] name;
        final List<Piece> announce = new ArrayList<>();
        final List<Piece> withdraw = new ArrayList<>();

        Half(EntryCodec family) {
            this.family = family;
            this.name = ascii("\"" + family.family().name() + "\":");
        }

        boolean isEmpty() {
            return announce.isEmpty() && withdraw.isEmpty();
        }

        boolean isWritten() {
            return family.isAlwaysPresent() || !isEmpty();
        }

        /** What the first entry costs beyond itself. */
        int frameBytes() {
            int lists = ANNOUNCE.length + WITHDRAW.length + HALF_END.length;
            return family.isAlwaysPresent() ? lists - NULL.length : lists + name.length + 1;
        }
    }

    /**
     * @param families in the order of their fields; the first is always present
     * @param text where the entries stand
     * @param limit the most bytes that the body may have
     */
    UpdateBody(List<EntryCodec> families, byte[] text, int limit) {
        this.text = text;
        this.limit = limit;
        // Braces, and a comma before each field but the first.
        size = 1;
        for (EntryCodec family : families) {
            Half half = new Half(family);
            halves.add(half);
            size += family.isAlwaysPresent() ? half.name.length + NULL.length + 1 : 0;
        }
    }

    /**
     * Adds the entry that stands at {@code from} to {@code to}, unless the body would become too long.
     *
     * @param room what the entry may grow by on its way, in bytes
     */
    boolean add(EntryCodec family, boolean withdrawn, int from, int to, int room) {
        Half half = half(family);
        List<Piece> list = withdrawn ? half.withdraw : half.announce;
        int frame = half.isEmpty() ? half.frameBytes() : 0;
        int comma = list.isEmpty() ? 0 : 1;
        int grown = size + frame + comma + to - from + room;
        if (grown > limit) {
            return false;
        }
        list.add(new Piece(from, to));
        size = grown;
        return true;
    }

    /** Adds an entry to an empty body, which then takes no other. */
    boolean addAlone(EntryCodec family, boolean withdrawn, int from, int to) {
        boolean added = add(family, withdrawn, from, to, 0);
        size = limit;
        return added;
    }

    boolean isEmpty() {
        return halves.stream().allMatch(Half::isEmpty);
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        char before = '{';
        for (Half half : halves) {
            if (half.isWritten()) {
                out.write(before);
                before = ',';
                out.writeBytes(half.name);
                write(out, half);
            }
        }
        out.write('}');
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out, Half half) {
        if (half.isEmpty()) {
            out.writeBytes(NULL);
            return;
        }
        out.writeBytes(ANNOUNCE);
        write(out, half.announce);
        out.writeBytes(WITHDRAW);
        write(out, half.withdraw);
        out.writeBytes(HALF_END);
    }

    private void write(ByteArrayOutputStream out, List<Piece> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(text, pieces.get(i).from, pieces.get(i).to - pieces.get(i).from);
        }
    }

    private Half half(EntryCodec family) {
        for (Half half : halves) {
            if (half.family.equals(family)) {
                return half;
            }
        }
        throw new IllegalArgumentException("no field for family " + family.family().name());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.ddm.api.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The body of one push while it fills up, made of pieces of text that stay where they are until the end. */
final class UpdateBody {

    private static final byte[] UNDERLAY = ascii("{\"underlay\":");
    private static final byte[] TUNNEL = ascii(",\"tunnel\":");
    private static final byte[] END = ascii("}");
    private static final byte[] ANNOUNCE = ascii("{\"announce\":[");
    private static final byte[] WITHDRAW = ascii("],\"withdraw\":[");
    private static final byte[] HALF_END = ascii("]}");
    private static final byte[] NULL = ascii("null");

    private final byte[] text;
    private final int limit;
    private final Half underlay = new Half();
    private final Half tunnel = new Half();
    private int size = UNDERLAY.length + NULL.length + TUNNEL.length + NULL.length + END.length;

    /** Where an entry stands in the text. */
    private record Piece(int from, int to) {}

    private static final class Half {
        final List<Piece> announce = new ArrayList<>();
        final List<Piece> withdraw = new ArrayList<>();

        boolean isEmpty() {
            return announce.isEmpty() && withdraw.isEmpty();
        }
    }

    /**
     * @param text where the entries stand
     * @param limit the most bytes that the body may have
     */
    UpdateBody(byte[] text, int limit) {
        this.text = text;
        this.limit = limit;
    }

    /**
     * Adds the entry that stands at {@code from} to {@code to}, unless the body would become too long.
     *
     * @param room what the entry may grow by on its way, in bytes
     */
    boolean add(boolean ofTunnel, boolean withdrawn, int from, int to, int room) {
        Half half = ofTunnel ? tunnel : underlay;
        List<Piece> list = withdrawn ? half.withdraw : half.announce;
        int frame = half.isEmpty() ? ANNOUNCE.length + WITHDRAW.length + HALF_END.length - NULL.length : 0;
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
    boolean addAlone(boolean ofTunnel, boolean withdrawn, int from, int to) {
        boolean added = add(ofTunnel, withdrawn, from, to, 0);
        size = limit;
        return added;
    }

    boolean isEmpty() {
        return underlay.isEmpty() && tunnel.isEmpty();
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        out.writeBytes(UNDERLAY);
        write(out, underlay);
        out.writeBytes(TUNNEL);
        write(out, tunnel);
        out.writeBytes(END);
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

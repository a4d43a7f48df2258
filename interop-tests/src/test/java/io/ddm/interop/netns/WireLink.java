package io.ddm.interop.netns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A link that is a wire, in a lab that runs. Each change holds from its return on, for both directions or the one
 * {@link #from}, and leaves the other properties as they are.
 */
public final class WireLink {

    private static final int COLUMNS = 13;

    private final String lab;
    private final String link;
    private final List<String> from;

    /**
     * What a direction has done since the start, and how late frames left since its last change.
     *
     * @param frames that left
     * @param lost at random
     * @param dropped for another reason: the line was full or cut, or the far end down
     * @param queued under way
     * @param lateMedianMicros by how many us half of the frames were late, of what the wire sees itself
     * @param lateP99Micros the same for 99 % of them
     */
    public record Figures(String from, String to, long frames, long lost, long dropped, int queued,
            int lateMedianMicros, int lateP99Micros) {}

    /**
     * A wire by the id of its lab and its name.
     *
     * @param link such as {@code t1-s1}; the second of two parallel links ends in b
     */
    public WireLink(String lab, String link) {
        this(lab, link, List.of());
    }

    private WireLink(String lab, String link, List<String> from) {
        this.lab = lab;
        this.link = link;
        this.from = from;
    }

    /** Only the direction from this node. */
    public WireLink from(String node) {
        return new WireLink(lab, link, List.of("--from", node));
    }

    /** The one-way delay, at most 10 s. */
    public WireLink delay(Duration delay) {
        return set("--delay", micros(delay));
    }

    /** The delay varies evenly by up to this, either way, and is never below zero. */
    public WireLink jitter(Duration jitter) {
        return set("--jitter", micros(jitter));
    }

    /** The part of frames that is lost, 0 to 100. With all lost, the carrier stays: a silent failure. */
    public WireLink loss(double percent) {
        return set("--loss", "%.6f%%".formatted(percent));
    }

    /** The rate, such as {@code 100mbit} or {@code unlimited}. */
    public WireLink rate(String rate) {
        return set("--rate", rate);
    }

    /**
     * Changes properties by the options of {@code lab wire}.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the option
     */
    public WireLink set(String... options) {
        command(options);
        return this;
    }

    /** The figures of each direction. */
    public List<Figures> figures() {
        return command().lines().skip(1).map(WireLink::figures).toList();
    }

    private String command(String... options) {
        List<String> all = new ArrayList<>(from);
        all.addAll(List.of(options));
        return LabCommand.run("wire", lab, link, all.toArray(String[]::new));
    }

    private static Figures figures(String line) {
        String[] cells = line.strip().split(" +", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("not a line of figures: " + line);
        }
        return new Figures(cells[0], cells[1], Long.parseLong(cells[6]), Long.parseLong(cells[7]),
                Long.parseLong(cells[8]), Integer.parseInt(cells[9]), Integer.parseInt(cells[10]),
                Integer.parseInt(cells[11]));
    }

    private static String micros(Duration time) {
        return time.toNanos() / 1000 + "us";
    }
}

package io.ddm.interop.wire;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A link and options, as in {@code t1-s1 --from s1 --delay 20ms}: properties that are not named stay, and without
 * {@code --from} both directions change.
 */
record WireCommand(Wire wire, List<Integer> from, Map<ShapeOption, String> changes) {

    private static final String FROM = "--from";
    private static final String COLUMNS = "%-6s %-6s %9s %9s %8s %10s %9s %7s %8s %6s %10s %8s %8s%n";

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException if it is malformed; the message names the option
     */
    static WireCommand parse(List<String> words, List<Wire> wires) {
        Wire wire = find(words.get(0), wires);
        List<Integer> from = List.of(0, 1);
        Map<ShapeOption, String> changes = new EnumMap<>(ShapeOption.class);
        for (int i = 1; i < words.size(); i += 2) {
            String option = words.get(i);
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = words.get(i + 1);
            if (option.equals(FROM)) {
                int node = wire.nodes().indexOf(value);
                if (node < 0) {
                    throw new IllegalArgumentException("invalid value '%s' for --from: must be %s".formatted(value,
                            String.join(" or ", wire.nodes())));
                }
                from = List.of(node);
            } else {
                changes.put(ShapeOption.of(option), value);
            }
        }
        WireCommand command = new WireCommand(wire, from, changes);
        command.shaped(Shape.NONE);
        return command;
    }

    private static Wire find(String link, List<Wire> wires) {
        for (Wire wire : wires) {
            if (wire.isNamed(link)) {
                return wire;
            }
        }
        throw new IllegalArgumentException("there is no wire '%s'; wires: %s".formatted(link,
                String.join(" ", wires.stream().map(Wire::name).toList())));
    }

    /** Changes the directions. */
    void apply() {
        if (!changes.isEmpty()) {
            for (int i : from) {
                Direction direction = wire.directions().get(i);
                direction.shape(shaped(direction.shape()));
            }
        }
    }

    private Shape shaped(Shape before) {
        Shape shape = before;
        for (Map.Entry<ShapeOption, String> change : changes.entrySet()) {
            shape = change.getKey().set(shape, change.getValue());
        }
        return shape;
    }

    /** A line of titles and a line for each direction: its properties, its frames and how late they left. */
    String report() {
        StringBuilder text = new StringBuilder(COLUMNS.formatted("FROM", "TO", "DELAY", "JITTER", "LOSS", "RATE",
                "FRAMES", "LOST", "DROPPED", "QUEUED", "LATE50_US", "LATE99_US", "MAX_US"));
        for (int i : from) {
            Direction direction = wire.directions().get(i);
            List<Object> cells = new ArrayList<>(List.of(wire.nodes().get(i), wire.nodes().get(1 - i)));
            for (ShapeOption option : ShapeOption.values()) {
                cells.add(option.show(direction.shape()));
            }
            Lateness late = direction.lateness();
            cells.addAll(List.of(direction.frames(), direction.lost(), direction.dropped(), direction.queued(),
                    late.micros(0.5), late.micros(0.99), late.maxMicros()));
            text.append(COLUMNS.formatted(cells.toArray()));
        }
        return text.toString();
    }
}

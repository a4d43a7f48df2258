package io.ddm.interop.bench.delay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Delay-driven multipath on real kernels, a part after the other. See {@code interop-tests/bench/delay}. */
public final class Delay {

    private static final int MIN_REPEATS = 1;

    private Delay() {}

    /**
     * Runs it; the exit status is 0 if all was as promised, else 1.
     *
     * @param args the SVG to write, seconds beside burners, repeats of each failure, then the parts, all without any
     */
    public static void main(String... args) throws Exception {
        int seconds = Integer.parseInt(args[1]);
        int repeats = Integer.parseInt(args[2]);
        if (seconds < 1 || repeats < MIN_REPEATS) {
            throw new IllegalArgumentException(
                    "seconds and repeats must be at least 1, not " + args[1] + " and " + args[2]);
        }
        Map<String, List<Part>> parts = new LinkedHashMap<>();
        parts.put("rtt", List.of(new RoundTrip()));
        parts.put("cost", List.of(new Cost()));
        parts.put("weights", List.of(new Weights(Path.of(args[0]))));
        parts.put("silence", List.of(new SilentFailure(300, 350, repeats), new SilentFailure(100, 150, repeats)));
        parts.put("failover", List.of(new Failover(repeats)));
        parts.put("carrier", List.of(new CarrierLoss(repeats)));
        parts.put("false", List.of(new FalseFailures(seconds)));
        List<String> chosen = new ArrayList<>(List.of(args).subList(3, args.length));
        if (!parts.keySet().containsAll(chosen)) {
            throw new IllegalArgumentException("parts are " + parts.keySet() + ", not " + chosen);
        }
        Table table = new Table();
        table.head();
        for (Map.Entry<String, List<Part>> part : parts.entrySet()) {
            if (chosen.isEmpty() || chosen.contains(part.getKey())) {
                for (Part one : part.getValue()) {
                    one.run(table);
                }
            }
        }
        System.exit(table.isBroken() ? 1 : 0);
    }
}

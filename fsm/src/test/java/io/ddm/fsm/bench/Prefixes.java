package io.ddm.fsm.bench;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Prefixes as anybody may choose them. */
final class Prefixes {

    private Prefixes() {}

    /** Different ones, at random. */
    static List<Prefix> random(int count, long seed) {
        Random random = new Random(seed);
        List<Prefix> prefixes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            prefixes.add(new Prefix(new Ipv6Address(0xfd00L << 48 | random.nextLong() >>> 16, (long) i << 16), 128));
        }
        Collections.shuffle(prefixes, random);
        return prefixes;
    }

    /** Different ones, all with one hash: it is made of the xor of the two words of each half. */
    static List<Prefix> colliding(int count, long seed) {
        List<Prefix> prefixes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long low = (long) i << 32 | Integer.toUnsignedLong(i);
            prefixes.add(new Prefix(new Ipv6Address(0xfd00L << 48, low), 128));
        }
        Collections.shuffle(prefixes, new Random(seed));
        return prefixes;
    }

    /** Each with a path of these routers. */
    static List<PathVector> offered(List<Prefix> prefixes, String... path) {
        RouterPath routers = new RouterPath(Stream.of(path).map(RouterId::new).toList());
        return prefixes.stream().map(prefix -> new PathVector(prefix, routers)).toList();
    }
}

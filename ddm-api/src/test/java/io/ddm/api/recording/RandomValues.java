package io.ddm.api.recording;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.WeightedNextHop;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values of any type that events and effects are made of: records component by component, so that a new component, or a
 * new kind of event, is covered without a line here.
 */
final class RandomValues {

    private static final List<String> TEXTS = List.of("", "eth0", "no carrier", "a \"b\" \\ \u0000\u001b[1m\n",
            "é ü 😀");

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** Each kind of a sealed interface once. */
    static List<Class<?>> kinds(Class<?> sealed) {
        return Arrays.asList(sealed.getPermittedSubclasses());
    }

    Object value(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() != SortedMap.class) {
            return generic(generic);
        }
        Class<?> raw = type instanceof Class<?> simple ? simple : SortedMap.class;
        if (raw == int.class) {
            return random.nextInt(Integer.MAX_VALUE);
        }
        if (raw == long.class) {
            return random.nextLong(Long.MAX_VALUE);
        }
        if (raw == boolean.class) {
            return random.nextBoolean();
        }
        if (raw == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        if (raw == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        }
        if (raw == RouterId.class) {
            return new RouterId("r" + random.nextInt(4));
        }
        if (raw == TableDigest.class) {
            return Redaction.digest(random.nextLong(Long.MAX_VALUE), false);
        }
        if (raw == WeightedNextHop.class) {
            return new WeightedNextHop((NextHop) value(NextHop.class), 1 + random.nextInt(WeightedNextHop.MAX_WEIGHT));
        }
        if (raw == PathDelay.class) {
            return random.nextInt(8) == 0
                    ? PathDelay.UNKNOWN
                    : PathDelay.ofMicros(random.nextLong(2 * PathDelay.MAX_MICROS));
        }
        if (raw == SortedMap.class) {
            return new TreeMap<>(Map.of(value(NextHop.class), value(NextHopRank.class)));
        }
        if (raw == Prefix.class) {
            return new Prefix((Ipv6Address) value(Ipv6Address.class), random.nextInt(129));
        }
        if (raw == Destination.class) {
            return random.nextBoolean() ? value(Prefix.class) : tunnel();
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        }
        return raw == Ipv6Address.class ? new Ipv6Address(random.nextLong(), random.nextLong()) : composed(raw);
    }

    private TunnelOrigin tunnel() {
        IpPrefix overlay = random.nextBoolean()
                ? (Prefix) value(Prefix.class)
                : new Ipv4Prefix(random.nextInt(), random.nextInt(33));
        return new TunnelOrigin(overlay, (Ipv6Address) value(Ipv6Address.class),
                random.nextInt(TunnelOrigin.MAX_VNI + 1), random.nextLong());
    }

    private Object generic(ParameterizedType type) {
        Type of = type.getActualTypeArguments()[0];
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(of));
        }
        if (type.getRawType() == Optional.class) {
            return values.stream().findFirst();
        }
        return type.getRawType() == Set.class ? new LinkedHashSet<>(values) : values;
    }

    private Object composed(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = value(components[i].getGenericType());
            }
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make a " + type, e);
        }
    }
}

package io.ddm.interop.bench.growth;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bytes of all objects that can be reached from one, as HotSpot lays them out with compressed references. Needs
 * {@code --add-opens} of java.lang, java.util and java.time.
 */
final class RetainedSize {

    private static final int HEADER = 12;
    private static final int ARRAY_HEADER = 16;
    private static final int REFERENCE = 4;
    private static final int ALIGNMENT = 8;

    private record Shape(long bytes, List<Field> references) {}

    private final Map<Class<?>, Shape> shapes = new HashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> left = new ArrayDeque<>();
    private long bytes;

    /** Whether the JDK's collections may be read. */
    static boolean isPossible() {
        return Object.class.getModule().isOpen("java.util", RetainedSize.class.getModule());
    }

    /** Bytes of everything that this object holds, itself included; classes and constants are not counted. */
    static long of(Object root) {
        RetainedSize size = new RetainedSize();
        size.add(root);
        while (!size.left.isEmpty()) {
            size.visit(size.left.removeLast());
        }
        return size.bytes;
    }

    private void add(Object object) {
        if (object != null && !(object instanceof Class<?>) && !(object instanceof Enum<?>) && seen.add(object)) {
            left.addLast(object);
        }
    }

    private void visit(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            int length = Array.getLength(object);
            Class<?> of = type.getComponentType();
            bytes += aligned(ARRAY_HEADER + (long) length * width(of));
            if (!of.isPrimitive()) {
                for (Object element : (Object[]) object) {
                    add(element);
                }
            }
            return;
        }
        Shape shape = shapes.computeIfAbsent(type, RetainedSize::shape);
        bytes += shape.bytes;
        for (Field field : shape.references) {
            try {
                add(field.get(object));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " cannot be read", e);
            }
        }
    }

    private static Shape shape(Class<?> type) {
        long fields = HEADER;
        List<Field> references = new ArrayList<>();
        for (Class<?> part = type; part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields += width(field.getType());
                    if (!field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        references.add(field);
                    }
                }
            }
        }
        return new Shape(aligned(fields), references);
    }

    private static int width(Class<?> type) {
        if (!type.isPrimitive()) {
            return REFERENCE;
        }
        if (type == long.class || type == double.class) {
            return Long.BYTES;
        }
        if (type == int.class || type == float.class) {
            return Integer.BYTES;
        }
        return type == short.class || type == char.class ? Short.BYTES : 1;
    }

    private static long aligned(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}

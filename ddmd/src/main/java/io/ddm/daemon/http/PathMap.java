package io.ddm.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Values by path, as the reference reads a path: it may end in {@code /} and begin with several, any character may be
 * percent-encoded, and a query is ignored. The last element of a pattern may be a parameter, such as
 * <code>/peers/{addr}</code>, which stands for any one element.
 *
 * @param <T> the values
 */
public final class PathMap<T> {

    /** Stands for any element; no element of a path is empty. */
    private static final String PARAMETER = "";

    private final Map<List<String>, T> values = new LinkedHashMap<>();

    /**
     * What stands at a path.
     *
     * @param <T> the type of the value
     * @param value the value
     * @param parameter the element that stands for the pattern's parameter; empty if it has none
     */
    public record Match<T>(T value, String parameter) {}

    /** The value of a pattern; puts one there if there is none. */
    public T at(String pattern, Supplier<T> missing) {
        List<String> key = elements(pattern);
        if (!key.isEmpty() && key.getLast().startsWith("{")) {
            key.set(key.size() - 1, PARAMETER);
        }
        return values.computeIfAbsent(key, absent -> missing.get());
    }

    /**
     * The value at a path; a pattern without a parameter comes before one that has one.
     *
     * @throws IllegalArgumentException if a percent sign in the path is not followed by two hexadecimal digits
     */
    public Optional<Match<T>> find(String path) {
        List<String> elements = elements(path);
        T exact = values.get(elements);
        if (exact != null) {
            return Optional.of(new Match<>(exact, ""));
        }
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        String parameter = elements.set(elements.size() - 1, PARAMETER);
        T value = values.get(elements);
        return value == null ? Optional.empty() : Optional.of(new Match<>(value, parameter));
    }

    /** Whether there is a value at this path; there is none at a path with an invalid encoding. */
    public boolean contains(String path) {
        try {
            return find(path).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Splits first and decodes then, so that an encoded slash separates nothing. */
    private static List<String> elements(String path) {
        List<String> elements = new ArrayList<>();
        for (String element : path.split("/", -1)) {
            if (!element.isEmpty()) {
                // In a path, unlike in a form, a plus is a plus.
                elements.add(URLDecoder.decode(element.replace("+", "%2B"), UTF_8));
            }
        }
        return elements;
    }
}

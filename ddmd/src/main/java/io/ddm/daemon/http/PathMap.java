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
 * percent-encoded, and a query is ignored. The last element of a pattern or the one before it may be a parameter, such
 * as <code>/peers/{addr}</code>, which stands for any one element.
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

    /** The value of a pattern, which has one parameter at most; puts one there if there is none. */
    public T at(String pattern, Supplier<T> missing) {
        List<String> key = elements(pattern);
        key.replaceAll(element -> element.startsWith("{") ? PARAMETER : element);
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
        int last = elements.size() - 1;
        for (int i = last; i >= Math.max(0, last - 1); i--) {
            String parameter = elements.set(i, PARAMETER);
            T value = values.get(elements);
            if (value != null) {
                return Optional.of(new Match<>(value, parameter));
            }
            elements.set(i, parameter);
        }
        return Optional.empty();
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

package io.ddm.api.json;

import java.util.List;

/**
 * The shape of a JSON object with known fields.
 *
 * @param name its name in error messages
 * @param fields the known fields; the required ones first, in the order in which missing ones are reported
 * @param required how many of them are required
 */
public record Struct(String name, List<String> fields, int required) {

    public Struct {
        fields = List.copyOf(fields);
    }
}

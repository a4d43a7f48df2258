package io.ddm.api.json;

import java.util.List;

/**
 * The shape of a JSON object with known fields.
 *
 * @param name what error messages call it
 * @param fields the known fields; the required ones first, in the order in which their absence is complained about
 * @param required how many of them must be there
 */
public record Struct(String name, List<String> fields, int required) {

    public Struct {
        fields = List.copyOf(fields);
    }
}

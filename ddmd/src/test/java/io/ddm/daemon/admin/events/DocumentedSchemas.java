package io.ddm.daemon.admin.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/** The schemas of a document in docs/openapi, as far as messages use them: no field more, none less. */
public final class DocumentedSchemas {

    private final JsonNode schemas;

    private DocumentedSchemas(JsonNode schemas) {
        this.schemas = schemas;
    }

    /** Those of a version. */
    public static DocumentedSchemas of(String version) {
        try {
            return new DocumentedSchemas(new ObjectMapper()
                    .readTree(Path.of("../docs/openapi/ddm-admin-" + version + ".json").toFile())
                    .at("/components/schemas"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if a value is not what a schema says. */
    public void check(String name, JsonNode value) {
        assertThat(schemas.has(name)).as("a schema %s", name).isTrue();
        check(name, schemas.get(name), value);
    }

    private void check(String place, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            check(place, schemas.get(schema.get("$ref").asText().replaceAll(".*/", "")), value);
        } else if (value.isNull()) {
            assertThat(schema.path("nullable").asBoolean()).as("%s may be null", place).isTrue();
        } else if (schema.has("allOf")) {
            schema.get("allOf").forEach(part -> check(place, part, value));
        } else {
            checkType(place, schema, value);
        }
    }

    private void checkType(String place, JsonNode schema, JsonNode value) {
        switch (schema.get("type").asText()) {
            case "object" -> {
                assertThat(value.isObject()).as("%s is an object: %s", place, value).isTrue();
                schema.get("required")
                        .forEach(field -> assertThat(value.has(field.asText())).as("%s has %s", place, field).isTrue());
                value.properties().forEach(field -> {
                    JsonNode described = schema.get("properties").get(field.getKey());
                    assertThat(described).as("%s describes %s", place, field.getKey()).isNotNull();
                    check(place + "/" + field.getKey(), described, field.getValue());
                });
            }
            case "array" -> value.forEach(item -> check(place + "/*", schema.get("items"), item));
            case "boolean" -> assertThat(value.isBoolean()).as(place).isTrue();
            case "integer" -> assertThat(value.isIntegralNumber() && value.asLong() >= 0).as(place).isTrue();
            case "string" -> {
                assertThat(value.isTextual()).as(place).isTrue();
                if (schema.path("format").asText().equals("date-time")) {
                    assertThat(Instant.parse(value.asText())).hasToString(value.asText());
                }
            }
            default -> throw new AssertionError(place + ": " + schema);
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(place).contains(value);
        }
    }
}

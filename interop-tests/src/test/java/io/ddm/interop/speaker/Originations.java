package io.ddm.interop.speaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** What this router originates, kept in a file. Used under the lock of {@link Speaker}. */
final class Originations {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Set<String> prefixes = new LinkedHashSet<>();
    private final Set<Tunnel> tunnels = new LinkedHashSet<>();

    /** Reads the file, if there is one. */
    Originations(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            JsonNode stored = JSON.readTree(Files.readAllBytes(file));
            stored.path("prefixes").forEach(prefix -> prefixes.add(prefix.asText()));
            for (JsonNode tunnel : stored.path("tunnels")) {
                tunnels.add(Wire.readApiTunnel(tunnel));
            }
        }
    }

    Set<String> prefixes() {
        return prefixes;
    }

    Set<Tunnel> tunnels() {
        return tunnels;
    }

    /** Writes the file anew. */
    void store() throws IOException {
        ObjectNode stored = JSON.createObjectNode();
        prefixes.forEach(stored.putArray("prefixes")::add);
        tunnels.stream().map(Wire::apiTunnel).forEach(stored.putArray("tunnels")::add);
        Files.write(file, JSON.writeValueAsBytes(stored));
    }
}

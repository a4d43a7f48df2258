package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The admin API's own description: the files of {@code docs/openapi}, one for each version. */
public final class OpenApiHandlers implements Handlers {

    private final Map<ApiVersion, SingleFlightResponse<ApiVersion>> documents = new EnumMap<>(ApiVersion.class);

    public OpenApiHandlers(AdminResources resources) {
        for (ApiVersion version : ApiVersion.values()) {
            documents.put(version,
                    resources.largeReply(() -> Future.succeededFuture(version), OpenApiHandlers::document));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.readAlways(AdminApi.OPENAPI, this::get));
    }

    /** The document of the requested version; of the newest if the request names none. */
    private void get(HttpCall call) {
        try {
            String header = call.request().getHeader(AdminApi.VERSION_HEADER);
            ApiVersion version = header == null ? ApiVersion.newest() : ApiVersion.serving(header);
            Objects.requireNonNull(documents.get(version), "every version has its reply").to(call);
        } catch (ApiVersionException e) {
            call.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static Rendered document(ApiVersion version) {
        String name = "/openapi/ddm-admin-" + version.text() + ".json";
        try (InputStream in = OpenApiHandlers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " was not packaged");
            }
            return Rendered.json(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

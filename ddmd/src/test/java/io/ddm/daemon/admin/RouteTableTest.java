package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.access.Role;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of routes, apart from what is served by it. */
final class RouteTableTest {

    @Test
    void rejectsTwoRoutesForOneOperation(@TempDir Path directory) throws Exception {
        Route first = Route.read("/peers/{addr}", ApiVersion.V1_0_0, call -> {});
        Route second = Route.read("/peers/{name}", ApiVersion.V3_0_0, call -> {});
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            assertThatThrownBy(() -> new RouteTable(admin.resources(), List.of(first, second)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("two routes for GET /peers/{name}");
        }
    }

    @Test
    void needsTheRoleOfItsKindInEachVersionSinceItsFirst() {
        Route read = Route.read("/x", ApiVersion.V3_0_0, call -> {});
        Route change = Route.change(HttpMethod.PUT, "/x", ApiVersion.V2_0_0, call -> {});
        Route always = Route.readAlways("/x", call -> {});
        assertThat(List.of(read.role(), change.role(), always.role())).extracting(role -> role.orElseThrow())
                .containsExactly(Role.READ_ONLY, Role.READ_WRITE, Role.READ_ONLY);
        assertThat(always.withoutCredential().role()).isEmpty();
        assertThat(change.withJson().readsJson()).isTrue();
        assertThat(ApiVersion.values()).filteredOn(read::isIn).containsExactly(ApiVersion.V3_0_0, ApiVersion.V3_1_0);
        assertThat(ApiVersion.values()).noneMatch(always::isIn);
    }
}

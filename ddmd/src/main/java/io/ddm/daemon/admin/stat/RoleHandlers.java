package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.InterfaceName;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.OperatorLog;
import io.ddm.daemon.admin.Replies;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.http.HttpCall;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Function;

/** The roles of interfaces: out of use, standby, or ordinary. */
public final class RoleHandlers implements Handlers {

    private static final String ONE = AdminApi.INTERFACES + "/{name}/";

    private final InterfaceRoles roles;

    public RoleHandlers(InterfaceRoles roles) {
        this.roles = roles;
    }

    @Override
    public List<Route> routes() {
        return List.of(route(HttpMethod.PUT, AdminApi.OFFLINE, this::takeOffline),
                route(HttpMethod.DELETE, AdminApi.OFFLINE,
                        (call, name) -> change(call, name, "online", known -> roles.setOffline(known, false, false))),
                route(HttpMethod.PUT, AdminApi.STANDBY,
                        (call, name) -> change(call, name, "standby", known -> roles.setStandby(known, true))),
                route(HttpMethod.DELETE, AdminApi.STANDBY,
                        (call, name) -> change(call, name, "no standby", known -> roles.setStandby(known, false))));
    }

    private interface Operation {
        void answer(HttpCall call, String name);
    }

    private static Route route(HttpMethod method, String role, Operation operation) {
        return Route.change(method, ONE + role, ApiVersion.V3_1_0, call -> {
            String name;
            try {
                name = InterfaceName.parse(call.parameter()).name();
            } catch (IllegalArgumentException e) {
                call.error(400, AdminApi.badPathParameter(e));
                return;
            }
            operation.answer(call, name);
        });
    }

    private void takeOffline(HttpCall call, String name) {
        String force = call.request().getParam(AdminApi.FORCE_PARAMETER, "false");
        if (!force.equals("true") && !force.equals("false")) {
            call.error(400, "bad parameter in URL query: " + AdminApi.FORCE_PARAMETER + " is `" + force
                    + "`, expected `true` or `false`");
            return;
        }
        boolean isForced = force.equals("true");
        change(call, name, isForced ? "offline, forced" : "offline", known -> roles.setOffline(known, true, isForced));
    }

    private static void change(HttpCall call, String name, String role,
            Function<String, Future<InterfaceRoles.Outcome>> request) {
        request.apply(name).onSuccess(outcome -> {
            switch (outcome) {
                case InterfaceRoles.Outcome.Done done -> {
                    OperatorLog.changed(call, "interface " + name + " " + role);
                    call.noContent();
                }
                case InterfaceRoles.Outcome.NoSuchInterface none ->
                    call.error(404, name + " is not a configured interface");
                case InterfaceRoles.Outcome.Busy busy ->
                    call.error(503, "too many changes of roles wait already; nothing was changed, try again");
                case InterfaceRoles.Outcome.LastPath last -> call.error(409, refusal(name, last));
            }
        }).onFailure(e -> Replies.failed(call, 503, e));
    }

    private static String refusal(String name, InterfaceRoles.Outcome.LastPath last) {
        String which = last.destinations() == 1
                ? last.example().toString()
                : last.destinations() + " destinations, such as " + last.example();
        return name + " has the last path to " + which + "; to take it offline all the same, use --force";
    }
}

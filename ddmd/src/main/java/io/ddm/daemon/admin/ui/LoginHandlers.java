package io.ddm.daemon.admin.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.admin.AdminApi;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Listener;
import io.ddm.daemon.http.RefusalObserver;
import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;

/** A browser exchanges a token for a session that reads the status page. */
public final class LoginHandlers implements Handlers {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FIELD = "token=";

    private final AdminAccess access;
    private final RefusalObserver refusals;

    /**
     * @param access what stands before the TCP port
     */
    public LoginHandlers(AdminResources resources, AdminAccess access) {
        this.access = access;
        this.refusals = resources.refusals();
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.readAlways(AdminApi.UI_LOGIN, this::form).withoutCredential(),
                Route.changeAlways(HttpMethod.POST, AdminApi.UI_LOGIN, this::login).withoutCredential());
    }

    private void form(HttpCall call) {
        UiHeaders.set(call);
        if (access.needsLogin()) {
            call.answer(200, LoginPage.of(false).toString().getBytes(UTF_8), HTML);
        } else {
            HttpCall.redirect(call.request(), AdminApi.UI);
        }
    }

    private void login(HttpCall call) {
        UiHeaders.set(call);
        if (!access.needsLogin()) {
            HttpCall.redirect(call.request(), AdminApi.UI);
            return;
        }
        Optional<String> cookie = token(call).flatMap(access::login);
        if (cookie.isEmpty()) {
            refusals.refused("admin", "unauthenticated", Listener.source(call.request()));
            call.answer(401, LoginPage.of(true).toString().getBytes(UTF_8), HTML);
            return;
        }
        call.request().response().putHeader("set-cookie", cookie.get());
        HttpCall.redirect(call.request(), AdminApi.UI);
    }

    /** The only field of the form; a page of another type cannot send it by accident. */
    private static Optional<String> token(HttpCall call) {
        String type = call.request().getHeader("content-type");
        String body = new String(call.body().getBytes(), UTF_8);
        if (type == null || !type.startsWith(FORM) || !body.startsWith(FIELD)) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(body.substring(FIELD.length()), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package io.ddm.daemon.admin.config;

import io.ddm.daemon.admin.DynamicInterfaces;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.admin.stat.RouterRoles;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.Settings;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.log.LogControl;
import io.ddm.daemon.log.StandardError;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.vertx.core.Future;

/**
 * What of a configuration can be changed while the daemon runs: interfaces, standby interfaces, policies, and the log.
 * Any thread.
 */
public final class LiveConfig implements Reload.Target {

    private final AdminLoop loop;
    private final RouterCalls router;
    private final DynamicInterfaces interfaces;
    private final RouterRoles roles;
    private final LogControl log;

    /**
     * @param interfaces of the configuration and of clients
     * @param roles of interfaces
     */
    public LiveConfig(AdminLoop loop, RouterCalls router, DynamicInterfaces interfaces, RouterRoles roles,
            LogControl log) {
        this.loop = loop;
        this.router = router;
        this.interfaces = interfaces;
        this.roles = roles;
        this.log = log;
    }

    /** Roles come before interfaces, so that a new standby interface never carries traffic as an ordinary one. */
    @Override
    public Future<Void> apply(Settings before, Settings after) {
        DaemonConfig was = ConfigKeys.config(before);
        DaemonConfig is = ConfigKeys.config(after);
        if (ConfigKeys.logFormat(before) != ConfigKeys.logFormat(after)) {
            StandardError.format(ConfigKeys.logFormat(after));
        }
        if (!ConfigKeys.log(before).equals(ConfigKeys.log(after))) {
            log.configure(ConfigKeys.log(after));
        }
        return loop.call(() -> policies(was.router().policies(), is.router().policies())
                .compose(done -> was.links().standby().equals(is.links().standby())
                        ? Future.succeededFuture()
                        : roles.configure(is.links().standby()))
                .compose(done -> was.links().interfaces().equals(is.links().interfaces())
                        ? Future.succeededFuture()
                        : interfaces.configure(is.links().interfaces()).mapEmpty()));
    }

    private Future<Void> policies(Policies before, Policies after) {
        return before.equals(after) ? Future.succeededFuture() : router.submit(new Event.PolicyChanged(after));
    }
}

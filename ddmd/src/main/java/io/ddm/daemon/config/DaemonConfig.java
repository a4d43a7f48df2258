package io.ddm.daemon.config;

import io.ddm.fsm.event.RouterConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that a daemon is started with. {@link ConfigKeys} says where each part comes from.
 *
 * @param router its identity, timers and policies
 * @param links where it runs
 * @param admin how it is reached
 * @param dataDirectory where originated prefixes are kept
 * @param dataplane what is programmed
 * @param recording the file to which everything that the router handles is recorded, if any
 */
public record DaemonConfig(RouterConfig router, LinkConfig links, AdminConfig admin, Path dataDirectory,
        DataplaneKind dataplane, Optional<Path> recording) {}

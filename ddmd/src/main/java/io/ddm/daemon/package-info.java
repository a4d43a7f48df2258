/**
 * The daemon: the shell around {@link io.ddm.fsm.Router} that touches the operating system.
 *
 * <p>Everything a router owns lives on one Vert.x event-loop context. {@link io.ddm.daemon.core.Driver} is the only
 * caller of {@code Router.handle}: it takes events from sockets, kernel, disk and people, hands the effects to
 * {@link io.ddm.daemon.core.EffectRunner} and keeps one timer. {@link io.ddm.daemon.Daemon} starts three planes, step
 * by step, and closes them in reverse; signals and exit codes are in {@link io.ddm.daemon.Ddmd}.
 *
 * <p>Rooms: {@code config} (flags and what they mean), {@code discovery} and {@code exchange} (sockets of the
 * protocol), {@code sockets} (both, for each interface), {@code net} (what they share), {@code http} (what all HTTP
 * servers share), {@code store} (what survives a restart), {@code dataplane} (routes), {@code link} (interfaces),
 * {@code linux} (system calls and netlink), {@code admin} (the API for people and programs), {@code access} (who may
 * use it), {@code health} and {@code metrics} (what is wrong, and what is counted), {@code core} (what runs and records
 * the router), {@code log} (what the log looks like, and what it may cost).
 */
@NullMarked
package io.ddm.daemon;

import org.jspecify.annotations.NullMarked;

/**
 * The status page, {@code GET /ui}: what {@code GET /status}, {@code GET /history} and {@code GET /why} say, as HTML
 * that is rendered here and readable without scripts. It only reads. Every text is escaped in {@link
 * io.ddm.daemon.admin.ui.Html}, and everything that grows with the network has a bound.
 */
@NullMarked
package io.ddm.daemon.admin.ui;

import org.jspecify.annotations.NullMarked;

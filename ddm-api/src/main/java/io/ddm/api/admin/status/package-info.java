/**
 * The router as operators ask for it: {@code GET /status} has the router with every configured link, {@code GET
 * /history} what happened, {@code GET /why} why a destination is reached as it is. Each document has a record, a writer
 * for the daemon and a reader for the client. Additive to the reference; served from version 3.1.0 on.
 *
 * <p>Imports the model and the reports of {@code fsm}, the other documents of the admin API, and {@code
 * io.ddm.api.json}.
 */
@NullMarked
package io.ddm.api.admin.status;

import org.jspecify.annotations.NullMarked;

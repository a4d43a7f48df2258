/**
 * {@code ddmadm}: the command line tool to inspect and control a router.
 *
 * <p>A verb is a query, a view and a rendering. The query is what a {@link io.ddm.cli.verb.Verb} asks the admin client;
 * the view is the answer as records, described in {@link io.ddm.cli.view}; the rendering turns any view into text or
 * JSON. Here are the verbs of the reference, one class per noun; those beside them are in {@link io.ddm.cli.noun}.
 * {@link io.ddm.cli.Ddmadm} parses arguments, runs a verb and reports errors, in the same way for every verb. {@link
 * io.ddm.cli.StatVerb} prints by itself, since its answer can be a stream.
 *
 * <p>Verbs, options and output of the reference stay as they are, so that scripts need not change. Data goes to
 * standard output, messages to standard error. All arguments are checked before anything is sent.
 *
 * <p>Imports: picocli, the admin client of {@code ddm-api}, the model of {@code fsm}, the views. Each command starts a
 * new JVM, so nothing that is slow to load belongs here.
 */
@NullMarked
package io.ddm.cli;

import org.jspecify.annotations.NullMarked;

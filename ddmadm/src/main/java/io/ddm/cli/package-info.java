/**
 * What a person types: the reference's eleven verbs, one class per noun. Data goes to standard output as tables, words
 * to standard error; every argument is checked before anything is sent. Imports the API client and picocli, and loads
 * as little as it can, because a command line is mostly start-up.
 */
@NullMarked
package io.ddm.cli;

import org.jspecify.annotations.NullMarked;

package io.ddm.cli.view;

/**
 * An output format. One method for each kind of view, not a switch over patterns: a switch takes a class that the JVM
 * generates at each start.
 */
public interface Renderer {

    /** Shows records, a row each. */
    <R> void table(Table<R> table);

    /** Shows records, a block each. */
    void blocks(Blocks blocks);

    /** Shows remarks. */
    void notes(Notes notes);
}

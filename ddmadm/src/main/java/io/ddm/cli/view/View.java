package io.ddm.cli.view;

/** What a verb shows: records or remarks, not yet formatted. */
public sealed interface View permits Table, Blocks, Notes {

    /** Calls the method of the renderer that renders this kind of view. */
    void renderWith(Renderer renderer);
}

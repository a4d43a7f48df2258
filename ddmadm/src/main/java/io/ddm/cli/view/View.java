package io.ddm.cli.view;

/** What a verb shows: records or remarks, not yet formatted. */
public sealed interface View permits Table, Blocks, Notes {}

package io.ddm.interop.bench.delay;

/** A part of the bench, which can be run alone. */
interface Part {

    /** Measures. */
    void run(Table table) throws Exception;
}

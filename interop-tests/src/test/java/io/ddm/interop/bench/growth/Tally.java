package io.ddm.interop.bench.growth;

/** What routers of one role have done. */
final class Tally {

    /** Events that the core handled. */
    long events;
    /** Time in the core and in the codecs, ns. */
    long nanos;
    /** Requests and replies of the exchange that were sent. */
    long messages;
    /** Bytes of the bodies of these. */
    long bytes;
    /** Paths in them, announced, withdrawn or in an answer to a pull. */
    long paths;
    /** Pulls that were answered with a whole table. */
    long tables;
    /** Discovery packets that were sent. */
    long packets;
    /** Changes of routes of the data plane. */
    long programmed;

    void add(Tally other) {
        events += other.events;
        nanos += other.nanos;
        messages += other.messages;
        bytes += other.bytes;
        paths += other.paths;
        tables += other.tables;
        packets += other.packets;
        programmed += other.programmed;
    }

    Tally copy() {
        Tally copy = new Tally();
        copy.add(this);
        return copy;
    }

    Tally since(Tally before) {
        Tally now = copy();
        now.events -= before.events;
        now.nanos -= before.nanos;
        now.messages -= before.messages;
        now.bytes -= before.bytes;
        now.paths -= before.paths;
        now.tables -= before.tables;
        now.packets -= before.packets;
        now.programmed -= before.programmed;
        return now;
    }
}

package io.ddm.interop.jmh;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bodies of the exchange, each with paths of two routers and a delay. */
@State(Scope.Thread)
public class CodecBenchmark {

    /** How many prefixes a body holds. */
    @Param({"1", "100", "10000"})
    public int prefixes;

    /** Of the wire. */
    @Param({"V2", "V3"})
    public ProtocolVersion version = ProtocolVersion.V3;

    private ExchangeCodec codec = ExchangeCodec.of(version);
    private Update update = new Update(List.of(), List.of());
    private byte[] push = new byte[0];
    private byte[] reply = new byte[0];

    /** Bodies that are read as what was written. */
    @Setup(Level.Trial)
    public void prepare() throws BadJsonException {
        codec = ExchangeCodec.of(version);
        update = new Update(Samples.paths(prefixes), List.of());
        push = encodePush().getFirst();
        reply = encodePullReply();
        if (encodePush().size() != 1 || !decodePush().value().equals(update)
                || !decodePullReply().value().equals(update.announce())) {
            throw new IllegalStateException("a body is not read as it was written");
        }
    }

    /** The body of a push. */
    @Benchmark
    public List<byte[]> encodePush() {
        return codec.encodeUpdate(update, Samples.CAPABILITIES).bodies();
    }

    /** The same, read. */
    @Benchmark
    public Decoded<Update> decodePush() throws BadJsonException {
        return codec.decodeUpdate(push);
    }

    /** The reply to a pull. */
    @Benchmark
    public byte[] encodePullReply() {
        return codec.encodePullReply(update.announce(), Samples.CAPABILITIES);
    }

    /** The same, read. */
    @Benchmark
    public Decoded<List<PathVector>> decodePullReply() throws BadJsonException {
        return codec.decodePullReply(reply);
    }
}

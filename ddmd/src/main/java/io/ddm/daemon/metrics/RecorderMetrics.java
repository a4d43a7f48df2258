package io.ddm.daemon.metrics;

import io.ddm.daemon.core.Recorder;
import io.ddm.daemon.core.RecordingFile;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;

/**
 * What the recorder keeps, and what it lost.
 *
 * @param recorder the recorder
 * @param file the file that it also writes to, if any
 */
public record RecorderMetrics(Recorder recorder, Optional<RecordingFile> file) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ddm.recorder.kept.bytes", recorder, Recorder::keptBytes).register(registry);
        FunctionCounter.builder("ddm.recorder.lost.events", recorder, Recorder::lostEvents)
                .tag("of", "memory")
                .register(registry);
        file.ifPresent(to -> {
            Gauge.builder("ddm.recorder.file.bytes", to, RecordingFile::size).register(registry);
            FunctionCounter.builder("ddm.recorder.lost.events", to, RecordingFile::lostEvents)
                    .tag("of", "file")
                    .register(registry);
        });
    }
}

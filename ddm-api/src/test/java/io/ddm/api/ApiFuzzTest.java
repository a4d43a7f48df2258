package io.ddm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ddm.api.admin.AdminFuzz;
import io.ddm.api.recording.RecordingFuzz;
import io.ddm.api.wire.DiscoveryFuzz;
import io.ddm.api.wire.ExchangeV2Fuzz;
import io.ddm.api.wire.ExchangeV3Fuzz;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fuzz targets on the inputs that were kept, without the fuzzer; {@code interop-tests/bench/fuzz} looks for more.
 */
class ApiFuzzTest {

    @ParameterizedTest
    @ValueSource(
            classes = {DiscoveryFuzz.class, ExchangeV2Fuzz.class, ExchangeV3Fuzz.class, AdminFuzz.class,
                    RecordingFuzz.class,
                    TextFuzz.class})
    void keptInputsGiveExpectedResults(Class<?> target) throws Exception {
        Method fuzz = target.getMethod("fuzzerTestOneInput", byte[].class);
        List<Path> kept;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", target.getSimpleName()))) {
            kept = files.toList();
        }
        assertThat(kept).isNotEmpty();
        for (Path input : kept) {
            byte[] bytes = Files.readAllBytes(input);
            assertThatCode(() -> fuzz.invoke(null, bytes)).as("%s", input).doesNotThrowAnyException();
        }
    }
}

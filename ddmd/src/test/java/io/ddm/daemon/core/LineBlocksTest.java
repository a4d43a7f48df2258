package io.ddm.daemon.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines in, blocks of whole lines out. */
class LineBlocksTest {

    @Test
    void cutsBetweenLinesOnly() throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (LineBlocks lines = new LineBlocks(blocks::add)) {
            for (int i = 0; i < 50_000; i++) {
                byte[] line = "\"line %d\"".formatted(i).getBytes(UTF_8);
                all.writeBytes(line);
                all.write('\n');
                lines.write(line, 0, line.length);
                lines.write('\n');
            }
        }
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        blocks.forEach(together::writeBytes);
        assertThat(together.toByteArray()).isEqualTo(all.toByteArray());
        assertThat(blocks).hasSizeGreaterThan(5)
                .allSatisfy(block -> assertThat(block).hasSizeLessThan(70_000).endsWith('\n'));
    }
}

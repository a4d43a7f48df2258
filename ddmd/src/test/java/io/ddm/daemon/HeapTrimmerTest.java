package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeapTrimmerTest {

    private static final long MIB = 1 << 20;

    private long live = 10 * MIB;
    private long used = live;
    private int collections;
    private final HeapTrimmer growth = new HeapTrimmer(() -> used, () -> {
        used = live;
        collections++;
    });

    @Test
    void collectsWhenGarbageExceedsLiveAnd16MiB() {
        allocate(7);
        assertThat(collections).isEqualTo(1);
        allocate(26);
        assertThat(collections).isEqualTo(1);
        allocate(1);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void collectsLargeHeapNoMoreOften() {
        live = 500 * MIB;
        allocate(500);
        assertThat(collections).isEqualTo(1);
        allocate(516);
        assertThat(collections).isEqualTo(1);
        allocate(1);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void noticesShrinkingAtNextCollection() {
        live = 500 * MIB;
        allocate(500);
        live = 10 * MIB;
        allocate(517);
        assertThat(used).isEqualTo(10 * MIB);
        allocate(27);
        assertThat(collections).isEqualTo(3);
    }

    private void allocate(long mebibytes) {
        used += mebibytes * MIB;
        growth.trim();
    }
}

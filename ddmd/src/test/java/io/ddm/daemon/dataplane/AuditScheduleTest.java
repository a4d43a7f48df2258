package io.ddm.daemon.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuditScheduleTest {

    private long now = 1;
    private final AuditSchedule audits = new AuditSchedule(() -> now);

    private void after(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Test
    void requestsDoNotShortenThePausesOfFailures() {
        audits.request();
        assertThat(audits.isDue()).isTrue();
        audits.failed("dump interrupted");
        audits.request();
        assertThat(audits.isDue()).isFalse();
        after(100);
        assertThat(audits.isDue()).isTrue();
        audits.failed("dump interrupted");
        after(199);
        assertThat(audits.isDue()).isFalse();
        audits.requestNow();
        assertThat(audits.isDue()).isTrue();
        audits.succeeded(false);
        assertThat(audits.isDue()).isFalse();
        assertThat(audits.millisUntilDue()).isGreaterThanOrEqualTo(5000);
    }

    @Test
    void reportsAuditsThatFailFor30Seconds() {
        audits.failed("dump interrupted");
        after(29_999);
        audits.failed("dump interrupted again");
        assertThat(audits.unreadable()).isEmpty();
        after(1);
        assertThat(audits.unreadable()).hasValue("no complete audit for 30 s: dump interrupted again");
        audits.succeeded(false);
        assertThat(audits.unreadable()).isEmpty();
    }
}

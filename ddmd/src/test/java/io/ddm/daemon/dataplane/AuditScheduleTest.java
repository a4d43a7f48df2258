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
    void auditsTakeAtMostOnePartIn20OfTheTime() {
        audits.begin();
        after(400);
        audits.succeeded(false);
        assertThat(audits.millisUntilDue()).isBetween(8000, 8001);
        after(8000);
        assertThat(audits.isDue()).isTrue();
        audits.begin();
        after(10);
        audits.succeeded(false);
        assertThat(audits.millisUntilDue()).isBetween(5000, 5001);
    }

    /** Such as one in which this process was stopped. */
    @Test
    void isDueWithinAMinuteAfterAnyAudit() {
        for (long millis : new long[]{3_000, 60_000, 3_600_000, 30L * 3_600_000}) {
            audits.begin();
            after(millis);
            audits.succeeded(false);
            assertThat(audits.millisUntilDue()).as("after %d ms", millis).isBetween(60_000, 60_001);
        }
    }

    @Test
    void isPutOffThreeTimesAtMost() {
        audits.request();
        for (int i = 0; i < 3; i++) {
            assertThat(audits.mayBePostponed()).isTrue();
            audits.postponed();
            assertThat(audits.isDue()).isTrue();
        }
        assertThat(audits.mayBePostponed()).isFalse();
        audits.succeeded(false);
        assertThat(audits.mayBePostponed()).isTrue();
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

package io.ddm.daemon.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sessions end, and their number is bounded. */
final class BrowserSessionsTest {

    private static final TokenDigest TOKEN = TokenDigest.of("reader-0123456789");

    private final AtomicLong nanos = new AtomicLong();
    private final BrowserSessions sessions = new BrowserSessions(true, nanos::get);

    private String begin() {
        String cookie = sessions.begin(TOKEN);
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    @Test
    void standsForItsTokenUntilItsLifetimeEnds() {
        String id = begin();
        nanos.addAndGet(BrowserSessions.LIFETIME.toNanos() - 1);
        assertThat(sessions.token(id)).hasValueSatisfying(token -> assertThat(token.isSame(TOKEN)).isTrue());
        nanos.incrementAndGet();
        assertThat(sessions.token(id)).isEmpty();
        assertThat(sessions.token("")).isEmpty();
    }

    @Test
    void oldestEndsWhenThereAreTooMany() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= BrowserSessions.MAX_SESSIONS; i++) {
            ids.add(begin());
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(sessions.token(ids.getFirst())).isEmpty();
        assertThat(ids.subList(1, ids.size())).allMatch(id -> sessions.token(id).isPresent());
    }

    @Test
    void cookieIsSecureWithTlsAndNamedByProcess() {
        assertThat(sessions.begin(TOKEN)).matches(
                "__Secure-ddm-[0-9a-f]{8}=[A-Za-z0-9_-]{43}; Path=/ui; HttpOnly; SameSite=Strict; Secure");
        String other = new BrowserSessions(false, nanos::get).begin(TOKEN);
        assertThat(other).startsWith("ddm-").doesNotContain("Secure");
        assertThat(other.substring(0, other.indexOf('='))).isNotEqualTo(sessions.begin(TOKEN).substring(9, 21));
    }
}

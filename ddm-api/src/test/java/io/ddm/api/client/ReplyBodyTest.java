package io.ddm.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.client.AdminClientException.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplyBodyTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void readsToTheEnd() throws Exception {
        byte[] body = new byte[100_000];
        assertThat(ReplyBody.read(new ByteArrayInputStream(body), 100_000, MINUTE)).isEqualTo(body);
    }

    @Test
    void endlessBodyIsCutOff() {
        AtomicLong sent = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("bytes are read in arrays");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (sent.addAndGet(length) > 10_000_000) {
                    throw new AssertionError("reads on after the limit");
                }
                return length;
            }
        };
        assertThatThrownBy(() -> ReplyBody.read(endless, 1_000_000, MINUTE))
                .isInstanceOfSatisfying(AdminClientException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNEXPECTED))
                .hasMessage("the reply is larger than 1000000 bytes");
        assertThat(sent).hasValueLessThan(1_200_000);
    }

    @Test
    void trickledBodyTimesOut() {
        InputStream trickle = new InputStream() {
            private int bytes;

            @Override
            public int read() {
                if (++bytes > 1_000_000) {
                    throw new AssertionError("reads on after the timeout");
                }
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                into[offset] = (byte) read();
                return 1;
            }
        };
        assertThatThrownBy(() -> ReplyBody.read(trickle, 1_000_000_000, Duration.ZERO))
                .isInstanceOfSatisfying(AdminClientException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }
}

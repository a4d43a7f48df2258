package io.ddm.daemon.probe;

import io.ddm.daemon.linux.EchoSocket;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.PollSet;
import io.ddm.daemon.linux.Waker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wait for the sockets of all peers, in the order of a list, whatever sockets they have at the moment. */
final class ProbeWait implements AutoCloseable {

    private static final long MAX_WAIT_NANOS = 3_600_000_000_000L;

    private final PollSet set;
    private @Nullable EchoSocket[] watched = new @Nullable EchoSocket[0];

    ProbeWait(Waker waker) throws NetlinkException {
        this.set = new PollSet(waker);
    }

    /**
     * Waits until a socket can be read, the waker is called or the time is over.
     *
     * @return how many sockets can be read
     */
    int await(List<ProbedPeer> peers, long until) throws NetlinkException {
        if (isChanged(peers)) {
            change(peers);
        }
        return set.await(until - System.nanoTime());
    }

    /**
     * The end of the next wait: the deadline, or before that the end of a peer's pause.
     *
     * @param deadline {@link Long#MAX_VALUE} for none
     */
    static long until(List<ProbedPeer> peers, long deadline) {
        long now = System.nanoTime();
        long until = Math.min(deadline, now + MAX_WAIT_NANOS);
        for (int i = 0; i < peers.size(); i++) {
            ProbedPeer peer = peers.get(i);
            if (peer.isPaused(now)) {
                until = Math.min(until, peer.pausedUntil());
            }
        }
        return until;
    }

    /** The place in the list of the n-th peer that can be read. */
    int index(int ready) {
        return set.index(ready);
    }

    boolean hasStamps(int ready) {
        return set.hasStamps(ready);
    }

    boolean hasReplies(int ready) {
        return set.hasReplies(ready);
    }

    @Override
    public void close() {
        set.close();
    }

    private boolean isChanged(List<ProbedPeer> peers) {
        if (peers.size() != watched.length) {
            return true;
        }
        long now = System.nanoTime();
        for (int i = 0; i < watched.length; i++) {
            if (watched[i] != socket(peers.get(i), now)) {
                return true;
            }
        }
        return false;
    }

    private void change(List<ProbedPeer> peers) throws NetlinkException {
        long now = System.nanoTime();
        watched = new @Nullable EchoSocket[peers.size()];
        set.clear();
        for (int i = 0; i < watched.length; i++) {
            EchoSocket socket = socket(peers.get(i), now);
            if (socket != null) {
                set.add(i, socket);
                watched[i] = socket;
            }
        }
    }

    private static @Nullable EchoSocket socket(ProbedPeer peer, long now) {
        return peer.isPaused(now) ? null : peer.socket();
    }
}

package io.ddm.interop.bench;

import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.util.Arrays;

/**
 * What a daemon holds of its machine.
 *
 * @param rssKib resident memory
 * @param fds open file descriptors, sockets included
 * @param threads threads of the process
 * @param heapMib what was left of the heap by the last full collection; 0 before the first, and without
 *     {@link #logCollections}
 */
record Usage(long rssKib, long fds, long threads, long heapMib) {

    /** Daemons that are started on a node from now on log their collections. */
    static void logCollections(Lab lab, String node) {
        lab.shell(node).run("export JDK_JAVA_OPTIONS=\"$JDK_JAVA_OPTIONS -Xlog:gc:file=" + collections(node) + "\"");
    }

    static Usage of(Lab lab, String node, Daemon daemon) {
        String process = "/proc/" + daemon.pid();
        String shown = lab.shell(node)
                .run("sed -n 's/^VmRSS:[^0-9]*\\([0-9]*\\).*/\\1/p; s/^Threads:[^0-9]*\\([0-9]*\\)/\\1/p' " + process
                        + "/status; ls " + process + "/fd | wc -l; sed -n 's/.*Pause Full.*->\\([0-9]*\\)M(.*/\\1/p' "
                        + collections(node) + " 2>/dev/null | tail -n 1; echo 0")
                .text();
        if (!shown.strip().matches("\\d+(\\s+\\d+){3,4}")) {
            throw new IllegalStateException("the daemon of " + node + " has ended: " + shown);
        }
        long[] figures = Arrays.stream(shown.strip().split("\\s+", -1)).mapToLong(Long::parseLong).toArray();
        return new Usage(figures[0], figures[2], figures[1], figures[3]);
    }

    private static String collections(String node) {
        return "/run/ddm-lab/" + node + "/gc.log";
    }
}

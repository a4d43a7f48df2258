package io.ddm.daemon;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process has open.
 *
 * @param descriptors what each file descriptor is, sorted: a path, or {@code socket:[INODE]}
 * @param threads the names of all threads, virtual ones included, sorted; without those of the JDK and of the tests
 */
record OpenResources(List<String> descriptors, List<String> threads) {

    /**
     * Started once for the whole process, and never ended; and what pauses before it writes a summary to the log, for
     * 10 s at most.
     */
    private static final Pattern SHARED = Pattern.compile("main|Reference Handler|Finalizer|Signal Dispatcher"
            + "|.*[Cc]leaner.*|Notification Thread|process reaper.*|Attach Listener|surefire.*|awaitility.*"
            + "|ForkJoinPool.*|VirtualThread-.*|MasterPoller|SubPoller-.*|globalEventExecutor.*|paced-log"
            + "|C[12] CompilerThread.*|junit.*");

    private static final Pattern THREAD = Pattern.compile("#\\d+ \"(.*)\".*");

    /** All that is open now. */
    static OpenResources now(Path scratch) throws IOException {
        return new OpenResources(openDescriptors(), runningThreads(scratch));
    }

    /** What is open now and was not then. */
    List<String> since(OpenResources then) {
        List<String> more = new ArrayList<>(descriptors);
        more.addAll(threads);
        then.descriptors.forEach(more::remove);
        then.threads.forEach(more::remove);
        return more;
    }

    private static List<String> openDescriptors() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : all.toList()) {
                target(descriptor).ifPresent(open::add);
            }
        }
        return open.stream().sorted().toList();
    }

    /**
     * Empty for the descriptor that lists the others, which is closed by the time it is looked at, or names the list.
     */
    private static Optional<String> target(Path descriptor) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.matches("/proc/\\d+/fd") ? Optional.empty() : Optional.of(target);
        } catch (NoSuchFileException closed) {
            return Optional.empty();
        }
    }

    /** Only a dump of the JVM has the virtual threads too. */
    private static List<String> runningThreads(Path scratch) throws IOException {
        Path dump = scratch.resolve("threads");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return Files.readAllLines(dump)
                .stream()
                .map(THREAD::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .filter(name -> !SHARED.matcher(name).matches())
                .sorted()
                .toList();
    }
}

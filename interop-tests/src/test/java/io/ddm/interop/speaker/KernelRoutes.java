package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes in the kernel, by the {@code ip} command: one gateway each for every destination that a neighbor offers,
 * whatever the length of the path. They stay when the process ends. Their protocol number is our daemon's, so that a
 * test looks at either in one way; the reference has none of its own.
 */
final class KernelRoutes {

    private final Map<String, Set<String>> installed = new HashMap<>();

    /** Makes the routes over a neighbor those to these destinations. */
    void follow(Link link, String gateway, Set<String> destinations) throws IOException {
        String via = " via " + gateway + " dev " + link.name() + " proto 221\n";
        Set<String> wanted = new HashSet<>();
        for (String destination : destinations) {
            wanted.add(network(destination));
        }
        Set<String> present = installed.getOrDefault(via, Set.of());
        String batch = wanted.stream()
                .filter(network -> !present.contains(network))
                .map(network -> "route append " + network + via)
                .collect(Collectors.joining())
                + present.stream()
                        .filter(network -> !wanted.contains(network))
                        .map(network -> "route delete " + network + via)
                        .collect(Collectors.joining());
        installed.put(via, wanted);
        if (!batch.isEmpty()) {
            run(batch);
        }
    }

    /** A prefix without its host bits, as kernels want it. */
    static String network(String prefix) throws IOException {
        int slash = prefix.indexOf('/');
        byte[] address = InetAddress.ofLiteral(prefix.substring(0, slash)).getAddress();
        int length = Integer.parseInt(prefix.substring(slash + 1));
        for (int bit = length; bit < address.length * Byte.SIZE; bit++) {
            address[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return InetAddress.getByAddress(address).getHostAddress() + "/" + length;
    }

    /** A route that is there already is no error, and one that fails does not stop the others. */
    private static void run(String batch) throws IOException {
        Process ip = new ProcessBuilder(List.of("ip", "-6", "-force", "-batch", "-")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = ip.getOutputStream()) {
            in.write(batch.getBytes(UTF_8));
        }
        try {
            ip.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

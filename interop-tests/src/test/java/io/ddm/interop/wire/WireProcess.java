package io.ddm.interop.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All wires of a lab. Ends, with its devices, when it is killed. */
public final class WireProcess {

    private static final Pattern LINK = Pattern.compile("([ts]\\d+)-([ts]\\d+)(b?)");

    private final Path namespaces;
    private final Arena arena = Arena.global();
    private final Map<String, Integer> sockets = new LinkedHashMap<>();

    private WireProcess(Path namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * Creates the devices, prints {@code ready} when they are there, and moves frames until the process is killed. If
     * that fails it prints the reason and ends with status 1.
     *
     * @param args the directory of the nodes' namespaces, the named pipe for commands, and links such as
     *     {@code t1-t2}; the second of two parallel links ends in b
     */
    public static void main(String... args) throws InterruptedException {
        try {
            new WireProcess(Path.of(args[0])).run(Path.of(args[1]), List.of(args).subList(2, args.length));
        } catch (IOException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run(Path pipe, List<String> links) throws IOException, InterruptedException {
        List<Wire> wires = new ArrayList<>();
        for (String link : links) {
            wires.add(wire(link));
        }
        Thread.ofPlatform().name("carrier").start(new CarrierMirror(wires, sockets.values())::run);
        Thread.ofPlatform().name("control").start(new Control(pipe, wires)::run);
        System.out.println("ready");
        new Loop(wires, arena).run();
    }

    private Wire wire(String link) throws IOException, InterruptedException {
        Matcher name = LINK.matcher(link);
        if (!name.matches()) {
            throw new IOException("'" + link + "' is not a link such as t1-s1");
        }
        String one = name.group(1);
        String other = name.group(2);
        String twin = name.group(3);
        List<Tap> ends = List.of(end(one, "to-" + other + twin), end(other, "to-" + one + twin));
        return new Wire(link, List.of(one, other), ends, arena);
    }

    private Tap end(String node, String device) throws IOException, InterruptedException {
        Path namespace = namespaces.resolve(node);
        if (!sockets.containsKey(node)) {
            sockets.put(node, CarrierMirror.listen(namespace));
        }
        return Node.inside(namespace, () -> Tap.create(device));
    }
}

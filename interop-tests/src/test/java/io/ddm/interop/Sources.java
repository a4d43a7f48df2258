package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sources of all modules. */
final class Sources {

    /** The project. Tests run in the directory of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Sources() {}

    /** All Java files in this folder of each module. */
    static List<Path> java(String folder) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("fsm", "ddm-api", "ddmd", "ddmadm", "interop-tests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.startsWith(ROOT.resolve(module).resolve(folder)))
                        .forEach(found::add);
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }
}

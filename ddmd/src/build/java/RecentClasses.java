import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A step of packaging: rewrites a jar so that its classes of old versions get version {@value #RECENT}, because Java
 * keeps no older ones in a start-up cache. Code and behavior stay; frames for the verifier are added. A jar without
 * old classes stays as it is, so the step can run again.
 *
 * <p>usage: java RecentClasses.java JAR
 */
final class RecentClasses {

    /** Of Java 8. */
    private static final int RECENT = 52;

    /** Older ones may hold instructions that no recent version has. */
    private static final int OLDEST = 49;

    private RecentClasses() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        // Of its own, since two builds may meet; and of no name that a class path of jars takes.
        Path rewritten = Files.createTempFile(jar.toAbsolutePath().getParent(), "rewritten", ".tmp");
        try {
            rewriteInto(rewritten, jar);
        } finally {
            Files.deleteIfExists(rewritten);
        }
    }

    private static void rewriteInto(Path rewritten, Path jar) throws IOException {
        int count;
        try (URLClassLoader classes = new URLClassLoader(new URL[]{jar.toUri().toURL()}, null)) {
            count = rewrite(jar, rewritten, ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                            .orElse(ClassHierarchyResolver.defaultResolver()))));
        }
        if (count == 0) {
            return;
        }
        Files.setPosixFilePermissions(rewritten, Files.getPosixFilePermissions(jar));
        // At once: a process that starts meanwhile finds one jar or the other.
        Files.move(rewritten, jar, StandardCopyOption.ATOMIC_MOVE);
        System.out.println("RecentClasses: " + count + " classes of " + jar + " have version " + RECENT + " now");
    }

    private static int rewrite(Path from, Path to, ClassFile format) throws IOException {
        int count = 0;
        try (ZipFile jar = new ZipFile(from.toFile());
                ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : jar.stream().toList()) {
                byte[] bytes;
                try (var input = jar.getInputStream(entry)) {
                    bytes = input.readAllBytes();
                }
                if (entry.getName().endsWith(".class")) {
                    byte[] recent = recent(format, bytes);
                    count += recent == bytes ? 0 : 1;
                    bytes = recent;
                }
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                output.putNextEntry(copy);
                output.write(bytes);
                output.closeEntry();
            }
        }
        return count;
    }

    private static byte[] recent(ClassFile format, byte[] bytes) {
        int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
        if (version >= RECENT) {
            return bytes;
        }
        if (version < OLDEST) {
            throw new IllegalArgumentException("a class of version " + version + " cannot be rewritten");
        }
        ClassModel old = format.parse(bytes);
        ClassTransform sameCode = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return format.transformClass(old, sameCode.andThen(ClassTransform.endHandler(
                builder -> builder.withVersion(RECENT, 0))));
    }
}

package io.ddm.daemon.admin.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files beside the page. */
final class UiFiles {

    private UiFiles() {}

    /**
     * The content of a file.
     *
     * @throws UncheckedIOException if it was not packaged
     */
    static byte[] read(String name) {
        try (InputStream in = UiFiles.class.getResourceAsStream("/ui/" + name)) {
            if (in == null) {
                throw new IOException("/ui/" + name + " was not packaged");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.ddm.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used: the JDK's messages name only the file where the class says the reason. */
final class FileFailure {

    private FileFailure() {}

    /** Opens something. */
    interface Opening<T> {
        /**
         * Opens it.
         *
         * @throws IOException if that fails
         */
        T open() throws IOException;
    }

    /**
     * Opens something; a failure says what could not be opened, and why.
     *
     * @param problem such as {@code --flag FILE cannot be used}
     */
    static <T> T explain(String problem, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException e) {
            throw new IOException(problem + ": " + reason(e), e);
        }
    }

    /** The reason, for operators, without the file's name. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "its directory does not exist";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> String.valueOf(other.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}

package io.ddm.cli.noun;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file could not be used. */
public final class FileProblem {

    private FileProblem() {}

    /** A few words; the message of the JDK is often the name of the file alone. */
    public static String reason(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException exists -> "the file exists, and is left as it is";
            case NoSuchFileException missing -> "no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> Objects.requireNonNullElse(other.getReason(), "it cannot be used");
            default -> String.valueOf(e.getMessage());
        };
    }
}

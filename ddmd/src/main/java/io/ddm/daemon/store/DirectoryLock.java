package io.ddm.daemon.store;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks a data directory against other daemons, until it is closed or the process ends. */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "originated.lock";

    /** Another process has locked the directory. */
    static final class HeldException extends IOException {

        private static final long serialVersionUID = 1L;

        HeldException(Path directory) {
            super(directory + " is in use by another process");
        }
    }

    private final RegularFile file;

    private DirectoryLock(RegularFile file) {
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @throws HeldException if another process, or another store of this one, has it
     * @throws IOException if the directory cannot be written
     */
    static DirectoryLock take(Path directory) throws IOException {
        RegularFile file = openOrCreate(directory.resolve(FILE));
        try {
            if (file.channel().tryLock() == null) {
                throw new HeldException(directory);
            }
            DirectoryLock lock = new DirectoryLock(file);
            if (!lock.isCurrent()) {
                throw new IOException(file.path() + " was replaced while it was being locked");
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new HeldException(directory);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static RegularFile openOrCreate(Path path) throws IOException {
        try {
            return RegularFile.open(path, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            try {
                return RegularFile.create(path);
            } catch (FileAlreadyExistsException sameMoment) {
                return RegularFile.open(path, StandardOpenOption.WRITE);
            }
        }
    }

    /** Whether the lock is on the file that another process would try to lock. */
    boolean isCurrent() {
        return file.isCurrent();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

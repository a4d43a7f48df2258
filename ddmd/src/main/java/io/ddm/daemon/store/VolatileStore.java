package io.ddm.daemon.store;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.helpers.NOPLogger;

/** A store that waits for no disk, so a crash may cost its content: for routers that are thrown away. Logs nothing. */
public final class VolatileStore {

    private VolatileStore() {}

    /**
     * Opens it.
     *
     * @throws IOException as {@link OriginStore#open}
     */
    public static OriginStore open(Path directory) throws IOException {
        return OriginStore.open(directory, path -> new DurableFile(path) {
            @Override
            void force(RegularFile written, boolean metadata) {
                // The page cache is enough.
            }
        }, new StoreReport(directory.resolve(OriginStore.FILE), NOPLogger.NOP_LOGGER));
    }
}

package io.ddm.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        @Nullable
        String built = Version.class.getPackage().getImplementationVersion();
        return new String[]{"ddmadm " + (built == null ? "(not from a jar)" : built)};
    }
}

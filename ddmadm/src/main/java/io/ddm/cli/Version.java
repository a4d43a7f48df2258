package io.ddm.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        @Nullable
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[]{"ddmadm " + (version == null ? "(not from a jar)" : version)};
    }
}

package io.ddm.daemon.config;

import java.util.List;

/**
 * Keys that belong together.
 *
 * @param title above them in the help and in docs/configuration.md; empty for the first ones
 * @param keys in their order
 */
record Section(String title, List<ConfigKey<?>> keys) {

    Section {
        keys = List.copyOf(keys);
    }
}

package io.ddm.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.config.ConfigKeys;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;

final class ProblemKindTest {

    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]+");

    /** An operator types what a remedy says. */
    @ParameterizedTest
    @EnumSource
    void remedyNamesFlagsThatExist(ProblemKind kind) {
        CommandSpec flags = CommandSpec.create();
        ConfigKeys.addTo(flags);
        assertThat(flags.optionsMap().keySet())
                .containsAll(FLAG.matcher(kind.fix()).results().map(MatchResult::group).toList());
    }
}

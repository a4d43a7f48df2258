package io.ddm.interop;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Packages of the command line tool, which the rules of the daemon do not see. */
final class CyclesTest {

    @Test
    void packagesOfTheCommandLineToolAreFreeOfCycles() {
        JavaClasses tool = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ddm.cli", "io.ddm.api", "io.ddm.fsm");
        slices().matching("io.ddm.(**)").should().beFreeOfCycles().check(tool);
    }
}

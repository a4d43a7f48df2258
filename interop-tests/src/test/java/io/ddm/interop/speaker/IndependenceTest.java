package io.ddm.interop.speaker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The speaker is a second opinion only as long as it shares no code with the product. */
final class IndependenceTest {

    @Test
    void speakerDependsOnlyOnJdkAndJackson() {
        JavaClasses speaker = new ClassFileImporter().withImportOption(location -> !location.contains("Test.class"))
                .importPackages("io.ddm.interop.speaker");
        classes().that()
                .resideInAPackage("io.ddm.interop.speaker")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.ddm.interop.speaker", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(speaker);
    }
}

package io.ddm.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.ddm.api.recording.Replay;
import io.ddm.daemon.core.Driver;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Event;
import java.time.Instant;

/** The arrows between modules and rooms. */
@AnalyzeClasses(packages = "io.ddm", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule coreDependsOnNoOtherModule = noClasses().that()
            .resideInAPackage("io.ddm.fsm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ddm.api..", "io.ddm.daemon..");

    @ArchTest
    static final ArchRule apiDependsOnlyOnCore = noClasses().that()
            .resideInAPackage("io.ddm.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon..", "io.vertx..");

    /** The driver runs the router of this daemon, a replay that of a recording. */
    @ArchTest
    static final ArchRule onlyDriverAndReplayCallRouter = noClasses().that()
            .doNotHaveFullyQualifiedName(Driver.class.getName())
            .and()
            .doNotHaveFullyQualifiedName(Replay.class.getName())
            .should()
            .callMethod(Router.class, "handle", Event.class, Instant.class);

    @ArchTest
    static final ArchRule onlyLinuxCallsForeignFunctions = noClasses().that()
            .resideOutsideOfPackages("io.ddm.daemon.linux")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule linuxDependsOnlyOnModel = classes().that()
            .resideInAPackage("io.ddm.daemon.linux")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon.linux", "io.ddm.fsm.model", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule linkKnowsLinuxAndTheModel = classes().that()
            .resideInAPackage("io.ddm.daemon.link")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon.link", "io.ddm.daemon.linux", "io.ddm.fsm.model", "java..",
                    "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule probesKnowNoRouter = classes().that()
            .resideInAPackage("io.ddm.daemon.probe")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon.probe", "io.ddm.daemon.linux", "io.ddm.daemon.log", "io.ddm.fsm.delay",
                    "io.ddm.fsm.model", "java..", "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule reconcileLoopDependsOnNoKernel = classes().that()
            .resideInAPackage("io.ddm.daemon.dataplane")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon.dataplane", "io.ddm.fsm.model", "io.ddm.fsm.rib", "java..",
                    "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule forwardingPlanesDependOnPortAndSystem = classes().that()
            .resideInAPackage("io.ddm.daemon.dataplane.*")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon.dataplane..", "io.ddm.daemon.linux", "io.ddm.fsm.model",
                    "io.ddm.fsm.rib", "java..", "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule forwardingPlanesDoNotDependOnEachOther = slices().matching("io.ddm.daemon.dataplane.(*)")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule exchangeDoesNotDependOnAdmin = noClasses().that()
            .resideInAnyPackage("io.ddm.daemon.net..", "io.ddm.daemon.discovery..", "io.ddm.daemon.exchange..",
                    "io.ddm.daemon.sockets..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ddm.daemon.admin..", "io.ddm.daemon.store..", "io.ddm.daemon.dataplane..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.ddm.(**)").should().beFreeOfCycles();
}

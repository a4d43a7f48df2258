package io.ddm.fsm;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;

/** The core decides and does nothing else: what it may be made of. */
@AnalyzeClasses(packages = "io.ddm.fsm", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

    @ArchTest
    static final ArchRule onlyValuesCollectionsAndTime = classes().should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java.lang", "java.lang.invoke", "java.lang.runtime", "java.util",
                            "java.util.function", "java.util.stream", "java.time", "org.jspecify..", "io.ddm.fsm..")
                            .or(belongToAnyOf(Charset.class, StandardCharsets.class)));

    @ArchTest
    static final ArchRule noClockNoChanceNoHashOrder = noClasses().should()
            .dependOnClassesThat(belongToAnyOf(Clock.class, InstantSource.class, Random.class, SplittableRandom.class,
                    UUID.class, Timer.class, Thread.class, System.Logger.class).or(equivalentTo(HashMap.class))
                    .or(equivalentTo(HashSet.class))
                    .or(equivalentTo(IdentityHashMap.class))
                    .or(equivalentTo(WeakHashMap.class)));

    @ArchTest
    static final ArchRule nobodyAsksForTheTime = noClasses().should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** What these make iterates in an order that differs from one process to the next. */
    @ArchTest
    static final ArchRule noSaltedOrder = noClasses().should()
            .callMethodWhere(target(owner(type(Set.class).or(type(Map.class))))
                    .and(target(nameMatching("of|copyOf|ofEntries"))));

    @ArchTest
    static final ArchRule theModelKnowsNoOtherRoom = noClasses().that()
            .resideInAPackage("io.ddm.fsm.model..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.ddm.fsm..")
                    .and(not(resideInAnyPackage("io.ddm.fsm.model..", "io.ddm.fsm.delay.."))));

    @ArchTest
    static final ArchRule delayKnowsNoOtherRoom = noClasses().that()
            .resideInAPackage("io.ddm.fsm.delay..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.ddm.fsm..").and(not(resideInAnyPackage("io.ddm.fsm.delay.."))));

    @ArchTest
    static final ArchRule theRibKnowsNoPeer = noClasses().that()
            .resideInAPackage("io.ddm.fsm.rib..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.ddm.fsm.peer..", "io.ddm.fsm.event..", "io.ddm.fsm"));

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.ddm.(**)").should().beFreeOfCycles();
}

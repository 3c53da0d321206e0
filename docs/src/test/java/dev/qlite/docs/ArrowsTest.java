package dev.qlite.docs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which room may know which: an arrow points down this list, never up. */
class ArrowsTest {
    private static final List<String> CORE = List.of(
            "dev.qlite.config..",
            "dev.qlite",
            "dev.qlite.cache..",
            "dev.qlite.cost..",
            "dev.qlite.tokens..",
            "dev.qlite.provider..",
            "dev.qlite.transport..",
            "dev.qlite.pipeline..",
            "dev.qlite.chat..",
            "dev.qlite.json..",
            "dev.qlite.sse..");

    private static final JavaClasses QLITE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.qlite");

    static IntStream rooms() {
        return IntStream.range(1, CORE.size());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyTheRoomsBelowIt(int room) {
        noClasses()
                .that(resideInAPackage(CORE.get(room)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(CORE.subList(0, room).toArray(String[]::new)))
                .check(QLITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.qlite.sse..", "dev.qlite.json..", "dev.qlite.transport.."})
    void aLeafKnowsNothingOfQlite(String leaf) {
        noClasses()
                .that(resideInAPackage(leaf))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.qlite..").and(not(resideInAPackage(leaf))))
                .check(QLITE);
    }

    @Test
    void thePipelineKnowsNoRoomButChatAndJson() {
        noClasses()
                .that(resideInAPackage("dev.qlite.pipeline.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.qlite.sse..", "dev.qlite.transport.."))
                .check(QLITE);
    }

    @Test
    void aProvidersNameStaysInItsOwnRoom() {
        noClasses()
                .that(resideInAPackage("dev.qlite..")
                        .and(not(resideInAnyPackage("dev.qlite.provider.openai..", "dev.qlite.examples.."))))
                .and()
                .doNotHaveFullyQualifiedName("dev.qlite.provider.ProviderTypes")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.qlite.provider.openai.."))
                .check(QLITE);
    }

    @Test
    void coreKnowsNoDoor() {
        noClasses()
                .that(resideInAnyPackage(CORE.toArray(String[]::new)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.qlite.servlet..", "dev.qlite.standalone..", "dev.qlite.testing..", "jakarta.."))
                .check(QLITE);
    }

    @Test
    void theServletKnowsNoLauncherAndNoJetty() {
        noClasses()
                .that(resideInAPackage("dev.qlite.servlet.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.qlite.standalone..", "dev.qlite.testing..", "dev.qlite.config..", "org.eclipse.jetty.."))
                .check(QLITE);
    }

    @Test
    void noPublicTypeOfAThirdPartyStandsInTheWayOfAHost() {
        noClasses()
                .that(resideInAPackage("dev.qlite.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.fasterxml..", "javax.servlet.."))
                .check(QLITE);
    }
}

package dev.hull.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.Linker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape that ARCHITECTURE.md draws, held against the classes of every module. */
class ArchitectureTest {
    private static final List<String> MODULES = List.of("cli", "engine", "container", "image", "launch", "linux");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hull");

    @Test
    void everyModuleIsSeen() {
        assertThat(MODULES)
                .allSatisfy(module -> assertThat(CLASSES)
                        .as(module)
                        .anyMatch(type -> type.getPackageName().startsWith("dev.hull." + module)
                                && !type.getSimpleName().equals("package-info")));
    }

    @Test
    void onlyLinuxTouchesTheLinker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hull.linux.call")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Linker.class)
                .because("native calls have one place")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.hull.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void upperModulesAreNeverUsedByLowerOnesNorSiblingsByOneAnother() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("dev.hull.cli..")
                .layer("engine")
                .definedBy("dev.hull.engine..")
                .layer("container")
                .definedBy("dev.hull.container..")
                .layer("image")
                .definedBy("dev.hull.image..")
                .layer("launch")
                .definedBy("dev.hull.launch..")
                .layer("linux")
                .definedBy("dev.hull.linux..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("container")
                .mayOnlyBeAccessedByLayers("engine", "cli")
                .whereLayer("image")
                .mayOnlyBeAccessedByLayers("engine", "cli")
                .whereLayer("launch")
                .mayOnlyBeAccessedByLayers("container", "image", "engine", "cli")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        for (String word : List.of("Manager", "Helper", "Util", "Utils", "Impl")) {
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith(word)
                    .because("the standard's word is the class name")
                    .check(CLASSES);
        }
    }
}

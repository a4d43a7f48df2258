package io.ddm.daemon.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpDateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1994-11-06T08:49:37Z      | Sun, 06 Nov 1994 08:49:37 GMT
            2026-01-01T00:00:00Z      | Thu, 01 Jan 2026 00:00:00 GMT
            2026-02-09T23:59:59Z      | Mon, 09 Feb 2026 23:59:59 GMT
            2028-02-29T12:00:00Z      | Tue, 29 Feb 2028 12:00:00 GMT
            2026-03-04T01:02:03Z      | Wed, 04 Mar 2026 01:02:03 GMT
            2026-04-10T10:10:10Z      | Fri, 10 Apr 2026 10:10:10 GMT
            2026-05-02T00:00:01Z      | Sat, 02 May 2026 00:00:01 GMT
            2026-06-30T07:08:09Z      | Tue, 30 Jun 2026 07:08:09 GMT
            2026-07-14T15:16:17Z      | Tue, 14 Jul 2026 15:16:17 GMT
            2026-08-31T18:19:20Z      | Mon, 31 Aug 2026 18:19:20 GMT
            2026-09-09T09:09:09.999Z  | Wed, 09 Sep 2026 09:09:09 GMT
            2026-10-05T21:22:23Z      | Mon, 05 Oct 2026 21:22:23 GMT
            2026-12-31T23:30:00-01:00 | Fri, 01 Jan 2027 00:30:00 GMT
            """)
    void formatsAsImfFixdate(String time, String expected) {
        assertThat(HttpDate.format(ZonedDateTime.parse(time))).isEqualTo(expected);
    }

    /** Texts of a locale are loaded in 10 ms or more at their first use, which was part of an event of the router. */
    @Test
    void loadsNoTextsOfALocale() throws Exception {
        assertThat(loadedBy("own")).anyMatch(HttpDate.class.getName()::equals).noneMatch(HttpDateTest::isOfLocale);
    }

    /** So that the test before would notice if the JDK called these classes by other names. */
    @Test
    void aPatternLoadsTextsOfALocale() throws Exception {
        assertThat(loadedBy("pattern")).anyMatch(HttpDateTest::isOfLocale);
    }

    /** A date that is formatted elsewhere would cost what the test above forbids. */
    @Test
    void isTheOnlyFormatOfAnAnswer() {
        noClasses().that()
                .doNotHaveFullyQualifiedName(HttpDate.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.time.format..")
                .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(HttpDate.class.getPackageName()));
    }

    private static boolean isOfLocale(String className) {
        return className.startsWith("sun.util.locale.provider.LocaleServiceProviderPool")
                || className.startsWith("sun.util.resources.cldr.") || className.startsWith("sun.text.resources.cldr.");
    }

    /** The names of the classes that a fresh JVM loads for its first date. */
    private static List<String> loadedBy(String formatter) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xshare:auto", "-Xlog:class+load:stdout", "-cp",
                System.getProperty("java.class.path"), FirstDate.class.getName(), formatter).redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines()
                .filter(line -> line.contains("[class,load]") && line.contains(" source: "))
                .map(line -> line.substring(line.lastIndexOf(']') + 1, line.indexOf(" source: ")).strip())
                .toList();
    }

    /** A program that formats one date. */
    static final class FirstDate {

        private FirstDate() {}

        public static void main(String... args) {
            DateTimeFormatter pattern = new DateTimeFormatterBuilder().appendPattern("EEE, dd MMM")
                    .toFormatter(Locale.ENGLISH);
            System.out.println(args[0].equals("own")
                    ? HttpDate.now()
                    : pattern.format(ZonedDateTime.now(ZoneOffset.UTC)));
        }
    }
}

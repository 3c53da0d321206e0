package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | false | false
            no-cache                        | true  | false
            no-store                        | false | true
            NO-CACHE                        | true  | false
            ' no-cache , no-store '         | true  | true
            'no-store,no-cache'             | true  | true
            'max-age=0, no-cache'           | true  | false
            ',,no-store,'                   | false | true
            'no-cached, xno-store'          | false | false
            'private, max-age=5'            | false | false
            """)
    void theDirectivesAreRead(String header, boolean noCache, boolean noStore) {
        assertThat(CacheControl.parse(header)).isEqualTo(new CacheControl(noCache, noStore));
    }

    @Test
    void noHeaderSaysNothing() {
        assertThat(CacheControl.parse(null)).isEqualTo(CacheControl.DEFAULT);
    }
}

package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | false | false | false | -1
            no-cache                        | true  | false | false | -1
            no-store                        | false | true  | false | -1
            only-if-cached                  | false | false | true  | -1
            NO-CACHE                        | true  | false | false | -1
            ' no-cache , no-store '         | true  | true  | false | -1
            'no-store,only-if-cached'       | false | true  | true  | -1
            'max-age=0, no-cache'           | true  | false | false | 0
            ',,no-store,'                   | false | true  | false | -1
            'no-cached, xno-store'          | false | false | false | -1
            'private, max-age=5'            | false | false | false | 5
            'max-age=5, Max-Age=3'          | false | false | false | 3
            'max-age="7"'                   | false | false | false | 7
            'max-age='                      | false | false | false | 0
            'max-age=-1'                    | false | false | false | 0
            'max-age=1e3'                   | false | false | false | 0
            'max-age=99999999999999999999'  | false | false | false | 2147483647
            'max-ages=5, s-maxage=5'        | false | false | false | -1
            """)
    void theDirectivesAreRead(String header, boolean noCache, boolean noStore, boolean onlyIfCached, long maxAge) {
        assertThat(CacheControl.parse(header)).isEqualTo(new CacheControl(noCache, noStore, onlyIfCached, maxAge));
    }

    @Test
    void noHeaderSaysNothing() {
        assertThat(CacheControl.parse(null)).isEqualTo(CacheControl.DEFAULT);
    }
}

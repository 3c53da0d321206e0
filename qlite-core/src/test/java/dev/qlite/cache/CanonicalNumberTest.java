package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0.000, 0",
        "-0e99999999999999999999, 0",
        "1, 1e0",
        "1.0, 1e0",
        "10, 1e1",
        "100e-2, 1e0",
        "0.001, 1e-3",
        "-1.50, -15e-1",
        "1E+2, 1e2",
        "1e02, 1e2",
        "1e0000000000000000000000002, 1e2",
        "1e-0, 1e0",
        "123.4560e7, 123456e4",
        "1e999999999, 1e999999999",
        "10e999999999999999, 1e1000000000000000",
        "10e+99999999999999999999, 1e100000000000000000000",
        "0.1e-99999999999999999999, 1e-100000000000000000000",
        "10e-100000000000000000000, 1e-99999999999999999999",
        "10e-1000000000000000000, 1e-999999999999999999",
        "1000e-1000000000000000001, 1e-999999999999999998",
        "1.01e1000000000000000000, 101e999999999999999998",
        "1.01e2000000000000000001, 101e1999999999999999999",
        "100e999999999999999999, 1e1000000000000000001",
        "1.5e+00000000000000000000000000000000012, 15e11"
    })
    void aNumberHasOneSpelling(String json, String canonical) {
        assertThat(key(json)).isEqualTo(digest(canonical));
    }

    @Test
    void itIsTheSameNumber() {
        Random random = new Random(20261104);
        for (int i = 0; i < 20_000; i++) {
            String json = (random.nextBoolean() ? "-" : "")
                    + random.nextInt(2_000)
                    + (random.nextBoolean() ? "." + random.nextInt(1_000) + "00" : "")
                    + (random.nextBoolean() ? "e" + (random.nextInt(40) - 20) : "");
            BigDecimal number = new BigDecimal(json).stripTrailingZeros();
            String canonical = number.signum() == 0 ? "0" : number.unscaledValue() + "e" + -number.scale();
            assertThat(key(json)).as(json).isEqualTo(digest(canonical));
        }
    }

    private static byte[] key(String json) {
        KeyDigest digest = new KeyDigest();
        CanonicalNumber.add(json.getBytes(US_ASCII), digest);
        return digest.hash();
    }

    private static byte[] digest(String canonical) {
        KeyDigest digest = new KeyDigest();
        byte[] bytes = canonical.getBytes(US_ASCII);
        digest.piece(bytes, 0, bytes.length);
        return digest.hash();
    }
}

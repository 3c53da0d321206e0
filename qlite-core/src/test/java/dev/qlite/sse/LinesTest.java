package dev.qlite.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a line ends, in whatever part of eight bytes that are looked at together. */
class LinesTest {
    private static final int LONG = 40;

    /** All the bytes that differ from a line end in one bit, and those at the borders of what a byte is. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 0x7F, 0x80, 0x81, 0xFF, 0x09, 0x0B, 0x0C, 0x0E, 0x08, 0x0F, 0x02, 0x05, 0x1A, 0x1D, 0x2A, 0x2D,
                0x4A, 0x4D, 0x8A, 0x8D, 0x85
            })
    void theFirstLineEndIsFoundWhereverItIs(int filler) {
        byte[] bytes = new byte[LONG];
        for (byte end : new byte[] {'\n', '\r'}) {
            for (int from = 0; from < LONG; from++) {
                for (int at = from; at < LONG; at++) {
                    Arrays.fill(bytes, (byte) filler);
                    Arrays.fill(bytes, 0, from, end); // before it begins
                    bytes[at] = end;
                    bytes[LONG - 1] = (byte) ('\n' + '\r' - end);

                    assertThat(Lines.end(bytes, from, LONG)).isEqualTo(at);
                    assertThat(Lines.end(bytes, from, at)).as("none within").isEqualTo(at);
                }
            }
        }
    }
}

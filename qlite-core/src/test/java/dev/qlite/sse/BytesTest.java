package dev.qlite.sse;

import static dev.qlite.sse.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
    private final Bytes bytes = new Bytes();

    @Test
    void whatIsAppendedIsThereInOrder() {
        bytes.append(utf8("ab"));
        bytes.append('c');
        bytes.append(utf8("xdefx"), 1, 4);

        assertThat(bytes.copy()).isEqualTo(utf8("abcdef"));
        assertThat(bytes.length()).isEqualTo(6);
    }

    @Test
    void aClearedBufferKeepsItsArrayForTheNextUse() {
        bytes.append(new byte[Bytes.KEPT]);
        byte[] array = bytes.array();
        bytes.clear();

        assertThat(bytes.isEmpty()).isTrue();
        assertThat(bytes.array()).isSameAs(array);
    }

    @Test
    void aBufferThatGrewHugeGivesItsArrayBack() {
        bytes.append(new byte[Bytes.KEPT + 1]);
        bytes.clear();

        assertThat(bytes.array()).isEmpty();
    }
}

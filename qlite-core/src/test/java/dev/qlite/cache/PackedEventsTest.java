package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedEventsTest {
    @Test
    void whatComesOutIsWhatWentIn() {
        Random random = new Random(3);
        for (int count = 0; count < 200; count++) {
            List<byte[]> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] event = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(300)];
                random.nextBytes(event);
                events.add(event);
            }
            PackedEvents packed = PackedEvents.of(events);

            assertThat(packed).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(packed.get(i)).isEqualTo(events.get(i));
            }
            long bytes = events.stream().mapToLong(event -> event.length).sum();
            assertThat(packed.footprint()).isEqualTo(bytes + 4L * count);
        }
    }

    @Test
    void nobodyCanChangeIt() {
        byte[] event = {1, 2, 3};
        PackedEvents packed = PackedEvents.of(List.of(event));
        event[0] = 9;
        packed.get(0)[1] = 9;

        assertThat(packed.get(0)).containsExactly(1, 2, 3);
    }

    @Test
    void thereIsNothingBeforeTheFirstOrAfterTheLast() {
        PackedEvents packed = PackedEvents.of(List.of(new byte[] {1}, new byte[] {2}));

        assertThatThrownBy(() -> packed.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packed.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}

package dev.qlite.pipeline;

/** Events with a head of their own. */
final class HeadedEvents extends ForwardingEvents {
    private final Head head;

    HeadedEvents(Reply.Events inner, Head head) {
        super(inner);
        this.head = head;
    }

    @Override
    public Head head() {
        return head;
    }
}

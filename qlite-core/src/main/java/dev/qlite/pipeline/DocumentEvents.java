package dev.qlite.pipeline;

import org.jspecify.annotations.Nullable;

/** A document served as events: {@link Cut} into natural deltas, all of them at hand. */
final class DocumentEvents implements Reply.Events {
    private final Reply.Document document;
    private final Cut cut;

    DocumentEvents(Reply.Document document, boolean includeUsage) {
        this.document = document;
        this.cut = new Cut(document.body(), includeUsage);
    }

    @Override
    public Head head() {
        return document.head();
    }

    @Override
    public @Nullable Event next(long until) {
        byte[] data = cut.next();
        return data == null ? null : Event.of(data);
    }

    @Override
    public Receipt receipt() {
        return document.receipt();
    }

    @Override
    public void close() {
        document.close();
    }
}

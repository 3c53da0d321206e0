package dev.qlite.pipeline;

/**
 * What is asked, as data: a stage that does not care does not know.
 *
 * @param name how it is called in logs and receipts
 * @param path its place under a provider's base URL, without a leading slash
 */
public record Operation(String name, String path) {
    /** OpenAI's chat completions. */
    public static final Operation CHAT = new Operation("chat", "chat/completions");

    /** OpenAI's embeddings. */
    public static final Operation EMBEDDINGS = new Operation("embeddings", "embeddings");

    /** One that passes {@link Unread}: its path is its name. */
    public static Operation unread(String path) {
        return new Operation(path, path);
    }

    @Override
    public String toString() {
        return name;
    }
}

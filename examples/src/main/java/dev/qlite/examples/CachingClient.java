package dev.qlite.examples;

import dev.qlite.ChatAnswer;
import dev.qlite.ChatStream;
import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.chat.ChatRequest;
import dev.qlite.provider.mock.MockProvider;

/** A caching client in the process: the second answer comes from the cache, streamed or not. */
public final class CachingClient {
    private CachingClient() {}

    /** Asks the mock provider three times; with {@code OpenAiType.withKey(key)} and "gpt-*" it asks OpenAI. */
    public static void main(String[] args) {
        // [embed]
        try (Qlite qlite = Qlite.builder()
                .provider(MockProvider.builder().build(), "mock-*")
                .cache(ExactCache.builder().build())
                .build()) {
            ChatRequest request =
                    ChatRequest.builder().model("mock-gpt").user("Hello!").build();
            ChatAnswer first = qlite.chat(request);
            ChatAnswer second = qlite.chat(request);
            System.out.println(first.text() + " " + first.receipt().cache().result()); // … MISS
            System.out.println(second.text() + " " + second.receipt().cache().result()); // … HIT
            // [/embed]
            try (ChatStream stream = qlite.stream(request)) {
                for (ChatCompletionChunk chunk : stream) {
                    System.out.print(chunk.text());
                }
                System.out.println(" " + stream.receipt().cache().result());
            }
        }
    }
}

package dev.qlite.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A set of tokens, loaded when it is first needed: that takes some 0.3 s, and 15 or 29 MB for good. Thread-safe.
 *
 * <p>Which model has which is said by <a href="https://github.com/openai/tiktoken">tiktoken</a>'s own table. Models of others have
 * their own, which are not public; the newest of OpenAI's is closest to them.
 */
enum Vocabulary {
    /** GPT-4 and GPT-3.5. */
    CL100K(EncodingType.CL100K_BASE),
    /** All later models. */
    O200K(EncodingType.O200K_BASE);

    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
    private static final ReentrantLock LOADING = new ReentrantLock();

    private final EncodingType type;

    Vocabulary(EncodingType type) {
        this.type = type;
    }

    /** That of a model, by its name: {@code openai/gpt-4-0613}, {@code ft:gpt-4o:me::id}. */
    static Vocabulary of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        name = name.startsWith("ft:") ? name.substring("ft:".length()) : name;
        boolean old = name.equals("gpt-4")
                || name.startsWith("gpt-4-")
                || name.startsWith("gpt-4:")
                || name.startsWith("gpt-3.5-")
                || name.startsWith("gpt-35-"); // Azure's spelling
        return old ? CL100K : O200K;
    }

    Encoding encoding() {
        LOADING.lock();
        try {
            return REGISTRY.getEncoding(type);
        } finally {
            LOADING.unlock();
        }
    }
}

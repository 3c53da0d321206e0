package dev.qlite.pipeline;

/**
 * Which provider answers, and with which of its models. It holds the provider itself: a change of the configuration
 * never changes a call under way.
 *
 * @param model the model's name as the provider knows it
 */
public record Route(Provider provider, String model) {
    /** Where the answer comes from. */
    public String baseUrl() {
        return provider.baseUrl();
    }

    /** Everything in the provider's configuration that can change an answer, but no secret. */
    public String fingerprint() {
        return provider.fingerprint();
    }

    @Override
    public String toString() {
        return provider.name() + "/" + model;
    }
}

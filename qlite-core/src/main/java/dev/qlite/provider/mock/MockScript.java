package dev.qlite.provider.mock;

/** What a mock model does, by its name; any other name answers as {@link #ANSWER}. */
enum MockScript {
    ANSWER("mock-gpt"),
    TOOLS("mock-tools"),
    SLOW("mock-slow"),
    RATE_LIMITED("mock-429"),
    BROKEN("mock-500"),
    CUT("mock-cut"),
    GARBAGE("mock-garbage");

    private final String model;

    MockScript(String model) {
        this.model = model;
    }

    String model() {
        return model;
    }

    static MockScript of(String model) {
        for (MockScript script : values()) {
            if (script.model.equals(model)) {
                return script;
            }
        }
        return ANSWER;
    }
}

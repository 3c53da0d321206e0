package dev.qlite.provider;

import org.jspecify.annotations.Nullable;

/** A model's name, in which {@code *} stands for any characters. Immutable. */
public final class ModelPattern {
    private final String text;

    public ModelPattern(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Whether it names one model. */
    boolean isExact() {
        return text.indexOf('*') < 0;
    }

    /** How many of its characters stand for themselves. */
    int literals() {
        return (int) text.chars().filter(c -> c != '*').count();
    }

    /** Linear but for the last star, which alone is taken back: no pattern is slow. */
    public boolean matches(String model) {
        int p = 0;
        int m = 0;
        int star = -1;
        int starAt = 0;
        while (m < model.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                starAt = m;
            } else if (p < text.length() && text.charAt(p) == model.charAt(m)) {
                p++;
                m++;
            } else if (star >= 0) {
                p = star + 1;
                m = ++starAt;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a whole answer into the chunks that a streaming client would have got, one at a time. Not thread-safe.
 *
 * <p>Each choice starts with a chunk that holds the role and every message member that is not cut; then the words of
 * its texts and the pieces of its tools' arguments; then the finish with what else the choice holds. The document's
 * own other members ride with the last finish. {@link Fold} makes the same document of it again.
 */
final class Cut {
    private static final Set<String> TEXTS = Set.of("content", "reasoning_content", "reasoning", "refusal");
    private static final Set<String> IN_EACH_CHUNK = Set.of("id", "object", "created", "model");

    private final Json document;
    private final boolean includeUsage;
    private final Json envelope;
    private final Deque<TextRun> runs = new ArrayDeque<>();

    Cut(Json document, boolean includeUsage) {
        this.document = document;
        this.includeUsage = includeUsage;
        this.envelope = envelope(document);
        int choices = document.get("choices").size();
        int place = 0;
        for (Json choice : document.get("choices").elements()) {
            Json index = choice.get("index").isNumber() ? choice.get("index") : Json.of(place);
            place++;
            plan(index, choice.get("message"));
            finish(index, choice, place == choices);
        }
        if (includeUsage && document.get("usage").isObject()) {
            once(envelope.toBuilder().put("choices", Json.array(List.of())).put("usage", document.get("usage")));
        }
    }

    /** The next chunk's bytes; null after the last. */
    byte @Nullable [] next() {
        while (!runs.isEmpty()) {
            byte[] chunk = runs.element().next();
            if (chunk != null) {
                return chunk;
            }
            runs.remove();
        }
        return null;
    }

    private void plan(Json index, Json message) {
        ObjectBuilder first = Json.object();
        if (!message.get("role").isString()) {
            first.put("role", "assistant");
        }
        for (Member member : message.members()) {
            if (member.nameEquals("content") && isText(member)) {
                first.put("content", "");
            } else if (!isText(member) && !isCalls(member)) {
                first.put(member.name(), member.value());
            }
        }
        once(chunk(index, first.build()));
        for (Member member : message.members()) {
            if (isText(member)) {
                String name = member.name();
                runs.add(new TextRun(
                        member.value(),
                        piece -> chunk(index, Json.object().put(name, piece).build())
                                .toBytes()));
            } else if (isCalls(member)) {
                int number = 0;
                for (Json call : member.value().elements()) {
                    plan(index, number++, call);
                }
            }
        }
    }

    /** A tool call: once with its id and name, then its arguments in pieces. */
    private void plan(Json index, int number, Json call) {
        String kind = call.get("function").isObject() ? "function" : "custom";
        String cut = kind.equals("custom") ? "input" : "arguments";
        Json arguments = call.get(kind).get(cut);
        boolean inPieces = arguments.isString() && !arguments.textEquals("");
        ObjectBuilder opening = Json.object().put("index", number);
        for (Member member : call.members()) {
            if (!member.nameEquals("index")) {
                boolean isCut = inPieces && member.nameEquals(kind);
                Json value = member.value();
                opening.put(
                        member.name(), isCut ? value.toBuilder().put(cut, "").build() : value);
            }
        }
        Function<ObjectBuilder, ObjectBuilder> toolChunk = delta -> chunk(
                index,
                Json.object()
                        .put("tool_calls", Json.array(List.of(delta.build())))
                        .build());
        once(toolChunk.apply(opening));
        if (inPieces) {
            runs.add(new TextRun(
                    arguments,
                    piece -> toolChunk
                            .apply(Json.object()
                                    .put("index", number)
                                    .put(kind, Json.object().put(cut, piece).build()))
                            .toBytes()));
        }
    }

    private void finish(Json index, Json choice, boolean last) {
        ObjectBuilder finish =
                Json.object().put("index", index).put("delta", Json.object().build());
        for (Member member : choice.members()) {
            if (!member.nameEquals("index") && !member.nameEquals("message")) {
                finish.put(member.name(), member.value());
            }
        }
        ObjectBuilder chunk = chunk(finish.build());
        if (last) {
            for (Member member : document.members()) {
                String name = member.name();
                if (!IN_EACH_CHUNK.contains(name) && !name.equals("choices") && !name.equals("usage")) {
                    chunk.put(name, member.value());
                }
            }
        }
        once(chunk);
    }

    private void once(ObjectBuilder chunk) {
        runs.add(TextRun.single(chunk.toBytes()));
    }

    private ObjectBuilder chunk(Json index, Json delta) {
        return chunk(Json.object()
                .put("index", index)
                .put("delta", delta)
                .put("finish_reason", Json.NULL)
                .build());
    }

    private ObjectBuilder chunk(Json choice) {
        ObjectBuilder chunk = envelope.toBuilder().put("choices", Json.array(List.of(choice)));
        return includeUsage ? chunk.put("usage", Json.NULL) : chunk;
    }

    private static Json envelope(Json document) {
        ObjectBuilder envelope = Json.object();
        for (Member member : document.members()) {
            if (member.nameEquals("object")) {
                envelope.put("object", "chat.completion.chunk");
            } else if (IN_EACH_CHUNK.contains(member.name())) {
                envelope.put(member.name(), member.value());
            }
        }
        if (document.get("object").isMissing()) {
            envelope.put("object", "chat.completion.chunk");
        }
        return envelope.build();
    }

    private static boolean isText(Member member) {
        return member.value().isString() && !member.value().textEquals("") && TEXTS.contains(member.name());
    }

    private static boolean isCalls(Member member) {
        return member.nameEquals("tool_calls")
                && member.value().size() > 0
                && member.value().isArray();
    }
}

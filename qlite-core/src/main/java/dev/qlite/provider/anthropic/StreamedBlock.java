package dev.qlite.provider.anthropic;

import dev.qlite.json.JoinedString;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.pipeline.Event;
import dev.qlite.provider.AnswerTools;
import dev.qlite.provider.ChunkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One block of a streamed answer, from its start to its stop. Not thread-safe. */
interface StreamedBlock {
    /** What is not for a client of OpenAI's: the provider's own tools, and what is new. */
    StreamedBlock SILENT = new StreamedBlock() {};

    default void begin(ChunkWriter chunks, Consumer<Event> out) {}

    default void add(Json delta, ChunkWriter chunks, Consumer<Event> out) {}

    default void end(ChunkWriter chunks, Consumer<Event> out) {}

    /** Words, and what they are cited from. */
    final class Text implements StreamedBlock {
        private final Json content;
        private final StreamedAnswer answer;
        private final int from;
        private final List<Json> citations = new ArrayList<>();

        Text(Json content, StreamedAnswer answer) {
            this.content = content;
            this.answer = answer;
            this.from = answer.textLength();
            if (content.get("citations").isArray()) {
                content.get("citations").elements().forEach(citations::add);
            }
        }

        @Override
        public void begin(ChunkWriter chunks, Consumer<Event> out) {
            say(content.get("text"), chunks, out);
        }

        @Override
        public void add(Json delta, ChunkWriter chunks, Consumer<Event> out) {
            say(delta.get("text"), chunks, out);
            if (delta.get("citation").isObject()) {
                citations.add(delta.get("citation"));
            }
        }

        @Override
        public void end(ChunkWriter chunks, Consumer<Event> out) {
            List<Json> annotations = Citations.annotations(citations, from, answer.textLength());
            if (!annotations.isEmpty()) {
                out.accept(chunks.delta(
                        0,
                        Json.object()
                                .put("annotations", Json.array(annotations))
                                .toBytes()));
            }
        }

        private void say(Json text, ChunkWriter chunks, Consumer<Event> out) {
            if (isSaid(text)) {
                answer.lengthen(text);
                out.accept(chunks.text(0, "content", text));
            }
        }
    }

    /** Thoughts: in the clear as they come, and whole with their signature at the end. */
    final class Thought implements StreamedBlock {
        private final Json content;
        private final JoinedString thinking = new JoinedString();
        private final JoinedString signature = new JoinedString();

        Thought(Json content) {
            this.content = content;
        }

        @Override
        public void begin(ChunkWriter chunks, Consumer<Event> out) {
            add(content, chunks, out);
        }

        @Override
        public void add(Json delta, ChunkWriter chunks, Consumer<Event> out) {
            if (isSaid(delta.get("thinking"))) {
                thinking.add(delta.get("thinking"));
                out.accept(chunks.text(0, "reasoning_content", delta.get("thinking")));
            }
            if (isSaid(delta.get("signature"))) {
                signature.add(delta.get("signature"));
            }
        }

        @Override
        public void end(ChunkWriter chunks, Consumer<Event> out) {
            ObjectBuilder whole = content.toBuilder();
            if (content.get("type").textEquals("thinking")) {
                whole.put("thinking", thinking.toJson()).put("signature", signature.toJson());
            }
            out.accept(chunks.delta(
                    0,
                    Json.object()
                            .put("thinking_blocks", Json.array(List.of(whole.build())))
                            .toBytes()));
        }
    }

    /** A call of a function, its arguments as they come. */
    final class Tool implements StreamedBlock {
        private final Json content;
        private final AnswerTools tools;
        private final int number;
        private boolean said;

        /** @param number among the answer's calls; below 0 for the one {@code function_call} of older clients */
        Tool(Json content, AnswerTools tools, int number) {
            this.content = content;
            this.tools = tools;
            this.number = number;
        }

        @Override
        public void begin(ChunkWriter chunks, Consumer<Event> out) {
            Json opening =
                    tools.opening(content.require("id"), content.require("name").asString());
            JsonWriter delta = new JsonWriter().beginObject();
            if (number < 0) {
                delta.name("function_call").value(opening.get("function"));
            } else {
                delta.name("tool_calls")
                        .beginArray()
                        .value(numbered(opening, number))
                        .endArray();
            }
            out.accept(chunks.delta(0, delta.endObject().toBytes()));
        }

        @Override
        public void add(Json delta, ChunkWriter chunks, Consumer<Event> out) {
            if (isSaid(delta.get("partial_json"))) {
                say(delta.get("partial_json"), chunks, out);
            }
        }

        /** What came without arguments has none, and a client must be able to parse them. */
        @Override
        public void end(ChunkWriter chunks, Consumer<Event> out) {
            if (!said) {
                Json input = content.get("input");
                say(Json.of(input.isObject() ? input.toString() : "{}"), chunks, out);
            }
        }

        private void say(Json arguments, ChunkWriter chunks, Consumer<Event> out) {
            said = true;
            JsonWriter delta = new JsonWriter().beginObject();
            if (number < 0) {
                delta.name("function_call");
            } else {
                delta.name("tool_calls")
                        .beginArray()
                        .beginObject()
                        .name("index")
                        .value(number);
                delta.name("function");
            }
            delta.beginObject().name("arguments").value(arguments).endObject();
            if (number >= 0) {
                delta.endObject().endArray();
            }
            out.accept(chunks.delta(0, delta.endObject().toBytes()));
        }
    }

    /** A call of a custom tool: its text is within JSON, and known at its end. */
    final class CustomTool implements StreamedBlock {
        private final Json content;
        private final AnswerTools tools;
        private final int number;
        private final JoinedString input = new JoinedString();

        CustomTool(Json content, AnswerTools tools, int number) {
            this.content = content;
            this.tools = tools;
            this.number = number;
        }

        @Override
        public void begin(ChunkWriter chunks, Consumer<Event> out) {
            say(
                    numbered(
                            tools.opening(
                                    content.require("id"),
                                    content.require("name").asString()),
                            number),
                    chunks,
                    out);
        }

        @Override
        public void add(Json delta, ChunkWriter chunks, Consumer<Event> out) {
            if (isSaid(delta.get("partial_json"))) {
                input.add(delta.get("partial_json"));
            }
        }

        @Override
        public void end(ChunkWriter chunks, Consumer<Event> out) {
            Json custom = Json.object().put("input", text()).build();
            say(Json.object().put("index", number).put("custom", custom).build(), chunks, out);
        }

        /** What was cut short is shown as it came. */
        private Json text() {
            if (input.isEmpty()) {
                return AnswerTools.text(content.get("input"));
            }
            String whole = input.toJson().asString();
            try {
                return AnswerTools.text(Json.parse(whole));
            } catch (JsonException e) {
                return Json.of(whole);
            }
        }

        private static void say(Json call, ChunkWriter chunks, Consumer<Event> out) {
            out.accept(chunks.delta(
                    0,
                    Json.object().put("tool_calls", Json.array(List.of(call))).toBytes()));
        }
    }

    /** The answer itself, as the input of a tool. */
    final class AnswerTool implements StreamedBlock {
        private final Json content;
        private boolean said;

        AnswerTool(Json content) {
            this.content = content;
        }

        @Override
        public void add(Json delta, ChunkWriter chunks, Consumer<Event> out) {
            if (isSaid(delta.get("partial_json"))) {
                said = true;
                out.accept(chunks.text(0, "content", delta.get("partial_json")));
            }
        }

        @Override
        public void end(ChunkWriter chunks, Consumer<Event> out) {
            if (!said) {
                out.accept(
                        chunks.text(0, "content", Json.of(content.get("input").toString())));
            }
        }
    }

    private static boolean isSaid(Json text) {
        return text.isString() && !text.textEquals("");
    }

    private static Json numbered(Json call, int number) {
        ObjectBuilder numbered = Json.object().put("index", number);
        call.members().forEach(member -> numbered.put(member.name(), member.value()));
        return numbered.build();
    }
}

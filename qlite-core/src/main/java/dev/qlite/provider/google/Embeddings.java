package dev.qlite.provider.google;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.Member;
import dev.qlite.provider.Unsupported;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Texts as vectors: OpenAI's request and answer as Gemini's batch. */
final class Embeddings {
    private static final Set<String> TAKEN = Set.of("model", "input", "dimensions", "encoding_format");

    private final Unsupported unsupported;

    Embeddings(Unsupported unsupported) {
        this.unsupported = unsupported;
    }

    /** @throws InvalidRequestException if the input is not of texts */
    byte[] request(Json body, String model) {
        Json input = body.get("input");
        List<Json> alone = List.of(input);
        JsonWriter out = new JsonWriter().beginObject().name("requests").beginArray();
        int number = 0;
        for (Json text : input.isArray() ? input.elements() : alone) {
            if (!text.isString()) {
                throw unsupported.refusal(
                        input.isArray() ? "input[" + number + "]" : "input", "no text, and only texts are taken");
            }
            number++;
            out.beginObject().name("model").value("models/" + model);
            out.name("content").beginObject().name("parts").beginArray();
            out.beginObject().name("text").value(text).endObject();
            out.endArray().endObject();
            if (body.get("dimensions").isNumber()) {
                out.name("outputDimensionality").value(body.get("dimensions"));
            }
            out.endObject();
        }
        for (Member member : body.members()) {
            if (!TAKEN.contains(member.name()) && !member.value().isNull()) {
                unsupported.drop(member.name());
            }
        }
        return out.endArray().endObject().toBytes();
    }

    /** @throws JsonException if it is no answer */
    static Json document(Json answer, Json body, String model) {
        boolean asBase64 = body.get("encoding_format").textEquals("base64");
        JsonWriter out = new JsonWriter().beginObject().name("object").value("list");
        out.name("data").beginArray();
        Json embeddings = answer.require("embeddings");
        int asked = body.get("input").isArray() ? body.get("input").size() : 1;
        if (embeddings.size() != asked) {
            throw JsonException.of("embeddings", embeddings.size() + " of them (expected: " + asked + ")");
        }
        int index = 0;
        for (Json embedding : embeddings.elements()) {
            Json values = embedding.require("values");
            if (values.size() == 0) {
                throw JsonException.of(values.path(), "no vector (expected: numbers)");
            }
            out.beginObject().name("object").value("embedding").name("index").value(index++);
            out.name("embedding").value(asBase64 ? Json.of(base64(values)) : values);
            out.endObject();
        }
        out.endArray().name("model").value(model);
        Json tokens = answer.get("usageMetadata").get("promptTokenCount");
        if (tokens.isNumber()) {
            out.name("usage").beginObject();
            out.name("prompt_tokens").value(tokens).name("total_tokens").value(tokens);
            out.endObject();
        }
        return out.endObject().toJson();
    }

    /** Floats of 32 bits, the lowest byte first, as OpenAI has it. */
    private static String base64(Json values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (Json value : values.elements()) {
            bytes.putFloat((float) value.asDouble());
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}

package dev.qlite.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.DataUrl;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The content of one message, as text or parts, as Anthropic's blocks. */
final class Blocks {
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";

    private final Unsupported unsupported;

    Blocks(Unsupported unsupported) {
        this.unsupported = unsupported;
    }

    /**
     * The blocks of a content; a text of white space alone is none, for it is refused there.
     *
     * @param path where the content stands in the request
     */
    List<Json> of(Json content, String path) {
        List<Json> blocks = new ArrayList<>();
        if (content.isString()) {
            addText(content, Json.MISSING, blocks);
        } else if (content.isArray()) {
            int number = 0;
            for (Json part : content.elements()) {
                add(part, path + "[" + number++ + "]", blocks);
            }
        } else if (!content.isMissing() && !content.isNull()) {
            throw InvalidRequestException.field(path, "no content (expected: a string, or an array of parts)");
        }
        return blocks;
    }

    /** The same with a mark of the prompt cache on the last one, if the message has one. */
    static List<Json> marked(List<Json> blocks, Json cacheControl) {
        if (!cacheControl.isObject() || blocks.isEmpty()) {
            return blocks;
        }
        List<Json> marked = new ArrayList<>(blocks);
        Json last = marked.remove(marked.size() - 1);
        marked.add(last.toBuilder().put("cache_control", cacheControl).build());
        return marked;
    }

    private void add(Json part, String path, List<Json> blocks) {
        Json type = part.get("type");
        Json mark = part.get("cache_control");
        switch (type.isString() ? type.asString() : "") {
            case "text" -> addText(part.get("text"), mark, blocks);
            case "refusal" -> addText(part.get("refusal"), mark, blocks);
            case "image_url" -> blocks.add(image(part.get("image_url"), path + ".image_url", mark));
            case "file" -> blocks.add(file(part.get("file"), path + ".file", mark));
            case "document_url" -> blocks.add(document(part.get("document_url"), path + ".document_url", mark));
            case "input_audio" -> throw unsupported.refusal(path + ".input_audio", "audio is not taken");
            default -> throw unsupported.refusal(path + ".type", "no part that can be sent");
        }
    }

    private static void addText(Json text, Json mark, List<Json> blocks) {
        if (text.isString() && !text.asString().isBlank()) {
            blocks.add(marked(Json.object().put("type", "text").put("text", text), mark));
        }
    }

    private Json image(Json image, String path, Json mark) {
        Json url = image.isString() ? image : image.get("url");
        if (!url.isString()) {
            throw InvalidRequestException.missing(path + ".url", "a URL, or data: with the image itself");
        }
        DataUrl data = DataUrl.parse(url.asString());
        if (data == null) {
            return marked(
                    Json.object()
                            .put("type", "image")
                            .put(
                                    "source",
                                    Json.object()
                                            .put("type", "url")
                                            .put("url", url)
                                            .build()),
                    mark);
        }
        if (data.mediaType().equals(PDF)) {
            return document(base64(PDF, data.base64()), Json.MISSING, mark);
        }
        String type = imageType(data);
        if (!IMAGES.contains(type)) {
            throw unsupported.refusal(path, "no image of a type that is taken: jpeg, png, gif or webp");
        }
        return marked(Json.object().put("type", "image").put("source", base64(type, data.base64())), mark);
    }

    /** What it is by its first bytes: clients often call an image what it is not. */
    private static String imageType(DataUrl data) {
        String begin = data.base64().stripLeading();
        if (begin.startsWith("iVBORw0KGgo")) {
            return "image/png";
        }
        if (begin.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (begin.startsWith("R0lGOD")) {
            return "image/gif";
        }
        return begin.startsWith("UklGR") ? "image/webp" : data.mediaType().replace("image/jpg", "image/jpeg");
    }

    private Json file(Json file, String path, Json mark) {
        if (file.get("file_id").isString()) {
            Json source = Json.object()
                    .put("type", "file")
                    .put("file_id", file.get("file_id"))
                    .build();
            return document(source, file.get("filename"), mark);
        }
        if (!file.get("file_data").isString()) {
            throw InvalidRequestException.missing(path + ".file_data", "the file in base64, or a file_id");
        }
        String text = file.get("file_data").asString();
        if (text.startsWith("https://") || text.startsWith("http://")) { // as OpenRouter takes it
            Json source = Json.object().put("type", "url").put("url", text).build();
            return document(source, file.get("filename"), mark);
        }
        DataUrl parsed = DataUrl.parse(text);
        DataUrl data = parsed == null ? new DataUrl(PDF, text) : parsed;
        if (data.mediaType().startsWith("image/")) {
            return marked(
                    Json.object().put("type", "image").put("source", base64(imageType(data), data.base64())), mark);
        }
        if (data.mediaType().startsWith("text/")) {
            Json source = Json.object()
                    .put("type", "text")
                    .put("media_type", "text/plain")
                    .put("data", decoded(data.base64(), path))
                    .build();
            return document(source, file.get("filename"), mark);
        }
        if (!data.mediaType().equals(PDF)) {
            throw unsupported.refusal(path + ".file_data", "no file of a type that is taken: PDF, text or an image");
        }
        return document(base64(PDF, data.base64()), file.get("filename"), mark);
    }

    /** As Mistral's clients say it. */
    private Json document(Json url, String path, Json mark) {
        if (!url.isString()) {
            throw InvalidRequestException.missing(path, "a URL, or data: with the document itself");
        }
        return file(Json.object().put("file_data", url).build(), path, mark);
    }

    private static Json document(Json source, Json title, Json mark) {
        ObjectBuilder block = Json.object().put("type", "document").put("source", source);
        if (title.isString()) {
            block.put("title", title);
        }
        return marked(block, mark);
    }

    private static Json base64(String mediaType, String data) {
        return Json.object()
                .put("type", "base64")
                .put("media_type", mediaType)
                .put("data", data)
                .build();
    }

    private static String decoded(String base64, String path) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.field(path + ".file_data", "no base64");
        }
    }

    private static Json marked(ObjectBuilder block, Json mark) {
        return (mark.isObject() ? block.put("cache_control", mark) : block).build();
    }
}

package dev.qlite.provider.google;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.provider.DataUrl;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The content of one message, as text or parts, as Gemini's parts. */
final class Parts {
    private static final Map<String, String> AUDIO = Map.of("wav", "audio/wav", "mp3", "audio/mp3");

    /** The media types of files by the end of their names, for those that are only named. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("heic", "image/heic"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mp3", "audio/mp3"),
            Map.entry("wav", "audio/wav"),
            Map.entry("txt", "text/plain"));

    private final Unsupported unsupported;

    Parts(Unsupported unsupported) {
        this.unsupported = unsupported;
    }

    /**
     * The parts of a content; an empty text is none.
     *
     * @param path where the content stands in the request
     */
    List<Json> of(Json content, String path) {
        List<Json> parts = new ArrayList<>();
        if (content.isString()) {
            addText(content, parts);
        } else if (content.isArray()) {
            int number = 0;
            for (Json part : content.elements()) {
                add(part, path + "[" + number++ + "]", parts);
            }
        } else if (!content.isMissing() && !content.isNull()) {
            throw InvalidRequestException.field(path, "no content (expected: a string, or an array of parts)");
        }
        return parts;
    }

    static Json text(String text) {
        return Json.object().put("text", text).build();
    }

    private void add(Json part, String path, List<Json> parts) {
        Json type = part.get("type");
        switch (type.isString() ? type.asString() : "") {
            case "text" -> addText(part.get("text"), parts);
            case "refusal" -> addText(part.get("refusal"), parts);
            case "image_url" -> parts.add(image(part.get("image_url"), path + ".image_url"));
            case "input_audio" -> parts.add(audio(part.get("input_audio"), path + ".input_audio"));
            case "file" -> parts.add(file(part.get("file"), path + ".file"));
            case "document_url" -> parts.add(document(part.get("document_url"), path + ".document_url"));
            default -> throw unsupported.refusal(path + ".type", "no part that can be sent");
        }
    }

    private static void addText(Json text, List<Json> parts) {
        if (text.isString() && !text.textEquals("")) {
            parts.add(Json.object().put("text", text).build());
        }
    }

    private static Json image(Json image, String path) {
        Json url = image.isString() ? image : image.get("url");
        if (!url.isString()) {
            throw InvalidRequestException.missing(path + ".url", "a URL, or data: with the image itself");
        }
        DataUrl data = DataUrl.parse(url.asString());
        return data == null ? named(url.asString(), "image/jpeg") : inline(data.mediaType(), data.base64());
    }

    /** As Mistral's clients say it. */
    private Json document(Json url, String path) {
        if (!url.isString()) {
            throw InvalidRequestException.missing(path, "a URL, or data: with the document itself");
        }
        return file(Json.object().put("file_data", url).build(), path);
    }

    private Json audio(Json audio, String path) {
        Json format = audio.get("format");
        String mediaType = format.isString() ? AUDIO.get(format.asString()) : null;
        if (mediaType == null) {
            throw unsupported.refusal(path + ".format", "no audio of a format that is taken: wav or mp3");
        }
        if (!audio.get("data").isString()) {
            throw InvalidRequestException.missing(path + ".data", "the audio in base64");
        }
        return inline(mediaType, audio.get("data").asString());
    }

    private Json file(Json file, String path) {
        Json id = file.get("file_id");
        if (id.isString()) {
            if (!id.asString().contains("://")) {
                throw unsupported.refusal(path + ".file_id", "no file of Google's (expected: its URI)");
            }
            return named(id.asString(), "application/pdf");
        }
        if (!file.get("file_data").isString()) {
            throw InvalidRequestException.missing(path + ".file_data", "the file in base64, or a file_id");
        }
        String text = file.get("file_data").asString();
        DataUrl data = DataUrl.parse(text);
        Json name = file.get("filename");
        String byName = typeByName(name.isString() ? name.asString() : "", "application/pdf");
        if (text.startsWith("https://") || text.startsWith("http://")) { // as OpenRouter takes it
            return named(text, byName);
        }
        return data == null
                ? inline(byName, text)
                : inline(data.mediaType().isEmpty() ? byName : data.mediaType(), data.base64());
    }

    private static Json inline(String mediaType, String base64) {
        Json data = Json.object().put("mimeType", mediaType).put("data", base64).build();
        return Json.object().put("inlineData", data).build();
    }

    private static Json named(String uri, String otherwise) {
        Json data = Json.object()
                .put("mimeType", typeByName(uri, otherwise))
                .put("fileUri", uri)
                .build();
        return Json.object().put("fileData", data).build();
    }

    private static String typeByName(String name, String otherwise) {
        int query = name.indexOf('?');
        String path = query < 0 ? name : name.substring(0, query);
        String end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return FILES.getOrDefault(end, otherwise);
    }
}

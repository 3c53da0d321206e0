package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * What an application got.
 *
 * @param status of the answer, or 0 of a stream that ended with an error
 * @param cache what the cache had to do with it
 * @param document the answer, or the chunks put together, or the error
 */
record Said(int status, String cache, JsonNode document) {
    static Said of(HttpResponse<String> response) {
        String cache = response.headers().firstValue("X-Cache").orElse("");
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/event-stream")) {
            return new Said(response.statusCode(), cache, Documents.parse(response.body()));
        }
        Folder folder = new Folder();
        List<String> events = EventStream.data(response.body());
        for (String data : events) {
            if (data.equals(EventStream.DONE)) {
                return new Said(response.statusCode(), cache, folder.document());
            }
            JsonNode chunk = Documents.parse(data);
            if (chunk.path("error").isObject()) {
                return new Said(0, cache, chunk);
            }
            folder.add(chunk);
        }
        throw new AssertionError("a stream without an end: " + response.body());
    }
}

package dev.qlite.transport.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Jetty's parser, at its strictest. */
final class JettyOracle implements HttpParser.ResponseHandler {
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private int status;
    private boolean whole;
    private @Nullable String refused;

    private JettyOracle() {}

    static Verdict read(byte[] answer) {
        try {
            return readStrictly(answer);
        } catch (AssertionError e) {
            return Verdict.refused("an assertion of its own"); // of the status of what it means to throw
        }
    }

    private static Verdict readStrictly(byte[] answer) {
        JettyOracle reader = new JettyOracle();
        HttpParser parser = new HttpParser(reader, Lines.MOST, HttpCompliance.RFC9110);
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        while (reader.refused == null && !reader.whole && bytes.hasRemaining()) {
            int before = bytes.remaining();
            boolean paused = parser.parseNext(bytes);
            if (reader.whole && reader.status / 100 == 1 && reader.status != 101) {
                reader.whole = false;
                reader.status = 0;
                reader.fields.clear();
                parser.reset();
            } else if (!paused && bytes.remaining() == before) {
                break;
            }
        }
        int unread = bytes.remaining();
        if (reader.refused == null && !reader.whole) {
            parser.atEOF();
            for (int i = 0; i < 4 && !reader.whole && reader.refused == null; i++) {
                parser.parseNext(bytes);
            }
        }
        if (reader.refused != null) {
            return Verdict.refused(reader.refused);
        }
        return reader.whole
                ? new Verdict(null, true, reader.status, reader.fields, reader.body.toString(), unread)
                : Verdict.partial();
    }

    @Override
    public void startResponse(HttpVersion version, int status, String reason) {
        this.status = status;
    }

    @Override
    public void parsedHeader(HttpField field) {
        String value = field.getValue();
        fields.add((field.getName() + ": " + (value == null ? "" : value))
                .toLowerCase(Locale.ROOT)); // it has its own spelling of those it knows
    }

    @Override
    public boolean headerComplete() {
        return false;
    }

    @Override
    public boolean content(ByteBuffer content) {
        body.append(ISO_8859_1.decode(content));
        return false;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        whole = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        // Not whole.
    }

    @Override
    public void badMessage(HttpException failure) {
        boolean interim = status / 100 == 1 && status != 101;
        refused = (interim ? "in an interim answer, " : "") + failure.getReason();
    }
}

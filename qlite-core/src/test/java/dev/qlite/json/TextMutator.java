package dev.qlite.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Makes JSON texts, and texts that almost are, from a seed. */
final class TextMutator {
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "\\ude00",
            "\\u0061",
            "\\n",
            "\\\"",
            "true",
            "false",
            "null",
            "0",
            "-",
            "1",
            ".",
            "e",
            "E+",
            "1e5",
            "1.50",
            "1e999999999",
            "12345678901234567890",
            "\"a\":",
            "\"a\"",
            "\"\\u0061\":1,",
            " ",
            "\t",
            "\n",
            "\u0000",
            "\u001f",
            "\u007f",
            "[[[[",
            "{\"b\":",
            "\"plain text here\"",
            "{}",
            "[]");
    private static final List<String> HEX_TOKENS = List.of(
            "c3a9", "e282ac", "f09f9880", "c080", "eda080", "f4908080", "efbbbf", "80", "c3", "e282", "f09f98", "ff");
    private static final int MOST_TEXTS = 500;
    private static final int LONGEST = 3_000;

    private final Random random;
    private final List<byte[]> texts = new ArrayList<>();

    TextMutator(long seed) {
        random = new Random(seed);
        for (String text : List.of(
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi \\\"you\\\"\\n\"}],\"n\":1}",
                "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é😀\"},\"finish_reason\":null}]}",
                "[0,-0,1.5,1e5,-2.25E-10,true,false,null,\"\",{},[],{\"a\":{\"a\":[[]]}}]",
                " { \"a\" : [ 1 , 2 ] , \"\\u0062\" : \"\\ud83d\\ude00\\ud800\" } ",
                "[".repeat(999) + "]".repeat(999),
                "[" + "1".repeat(998) + "]")) {
            texts.add(text.getBytes(UTF_8));
        }
    }

    byte[] next() {
        byte[] text = random.nextInt(4) == 0
                ? generated().getBytes(UTF_8)
                : texts.get(random.nextInt(texts.size())).clone();
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            text = mutated(text);
        }
        return text;
    }

    /** Takes a text that was accepted as the ground for others. */
    void keep(byte[] text) {
        if (text.length <= LONGEST) {
            if (texts.size() < MOST_TEXTS) {
                texts.add(text);
            } else {
                texts.set(6 + random.nextInt(MOST_TEXTS - 6), text);
            }
        }
    }

    private byte[] mutated(byte[] text) {
        int from = random.nextInt(text.length + 1);
        int to = Math.min(text.length, from + random.nextInt(random.nextInt(8) == 0 ? 60 : 4));
        return switch (random.nextInt(7)) {
            case 0 -> joined(text, from, new byte[0], to); // cut out
            case 1 -> joined(text, from, token(), from);
            case 2 -> joined(text, from, token(), to);
            case 3 -> joined(text, from, Arrays.copyOfRange(text, from, to), from); // double
            case 4 -> joined(text, from, new byte[] {(byte) random.nextInt(256)}, to);
            case 5 -> joined(text, from, generated().getBytes(UTF_8), to);
            default -> {
                byte[] other = texts.get(random.nextInt(texts.size()));
                int start = random.nextInt(other.length + 1);
                yield joined(text, from, Arrays.copyOfRange(other, start, other.length), text.length);
            }
        };
    }

    private byte[] token() {
        return random.nextInt(4) == 0
                ? HexFormat.of().parseHex(HEX_TOKENS.get(random.nextInt(HEX_TOKENS.size())))
                : TOKENS.get(random.nextInt(TOKENS.size())).getBytes(ISO_8859_1);
    }

    private static byte[] joined(byte[] text, int from, byte[] middle, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(text, 0, from);
        out.writeBytes(middle);
        out.write(text, to, text.length - to);
        return out.toByteArray();
    }

    private String generated() {
        StringBuilder out = new StringBuilder();
        value(out, random.nextInt(5));
        return out.toString();
    }

    private void value(StringBuilder out, int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 6);
        switch (kind) {
            case 0 -> out.append(random.nextBoolean());
            case 1 -> out.append("null");
            case 2 -> out.append(random.nextInt(2_000) - 1_000);
            case 3 -> out.append(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4, 5 -> string(out);
            default -> {
                boolean object = kind == 6;
                out.append(object ? '{' : '[');
                int size = random.nextInt(random.nextInt(20) == 0 ? 80 : 6);
                for (int i = 0; i < size; i++) {
                    out.append(i == 0 ? "" : random.nextInt(3) == 0 ? " , " : ",");
                    if (object) {
                        string(out);
                        out.append(':');
                    }
                    value(out, depth - 1);
                }
                out.append(object ? '}' : ']');
            }
        }
    }

    private void string(StringBuilder out) {
        out.append('"');
        for (int length = random.nextInt(random.nextInt(3) == 0 ? 30 : 5); length > 0; length--) {
            switch (random.nextInt(12)) {
                case 0 -> out.append("\\n");
                case 1 -> out.append(String.format("\\u%04x", random.nextInt(0x10000)));
                case 2 -> out.append(String.format("\\u%04X", 0xD800 + random.nextInt(0x800)));
                case 3 -> out.appendCodePoint(0x80 + random.nextInt(0xD000));
                case 4 -> out.appendCodePoint(0x10000 + random.nextInt(0x10000));
                default -> out.append((char) ('a' + random.nextInt(26)));
            }
        }
        out.append('"');
    }
}

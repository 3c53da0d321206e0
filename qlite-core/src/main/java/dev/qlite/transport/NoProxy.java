package dev.qlite.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** The hosts of curl's {@code no_proxy}: names with all that ends in them, addresses, blocks of addresses, or {@code *}. */
final class NoProxy {
    private final List<String> entries;

    private NoProxy(List<String> entries) {
        this.entries = entries;
    }

    /** Of a list with commas or spaces between. */
    static NoProxy of(String list) {
        List<String> entries = new ArrayList<>();
        StringTokenizer each = new StringTokenizer(list, ", \t");
        while (each.hasMoreTokens()) {
            entries.add(each.nextToken().toLowerCase(Locale.ROOT));
        }
        return new NoProxy(entries);
    }

    /** Whether a URI's host is among them, or is the loopback. */
    boolean holds(String uriHost) {
        String host = bare(uriHost.toLowerCase(Locale.ROOT));
        InetAddress address = literal(host);
        if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
            return true;
        }
        for (String entry : entries) {
            if (entry.equals("*") || (address == null ? isWithin(host, entry) : isWithin(address, entry))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(String host, String entry) {
        String name = entry.startsWith(".") ? entry.substring(1) : entry;
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static boolean isWithin(InetAddress address, String entry) {
        int slash = entry.indexOf('/');
        InetAddress block = literal(bare(slash < 0 ? entry : entry.substring(0, slash)));
        if (block == null || block.getAddress().length != address.getAddress().length) {
            return false;
        }
        byte[] mine = address.getAddress();
        byte[] others = block.getAddress();
        int bits = slash < 0 ? 8 * mine.length : bits(entry.substring(slash + 1));
        if (bits < 0 || bits > 8 * mine.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (others[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int bits(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** An address that is written as such; no name is looked up. */
    private static @Nullable InetAddress literal(String host) {
        boolean v4 = !host.isEmpty() && host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
        if (!v4 && !host.contains(":")) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}

package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only requests for names that are this server's, whatever their port: a web page whose name was made to lead
 * here (DNS rebinding) sends its own. Others get a 403, and so do requests that name no host. Thread-safe.
 */
public final class HostFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]|::1|0:0:0:0:0:0:0:1");

    private static final Pattern NAME_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::[0-9]*)?");

    private final Set<String> allowed;

    /** The {@code Host} of the last request let in: most say the same. */
    private volatile String known = "localhost";

    /** A filter for those names, without ports, and for {@code localhost} and the loopback's addresses. */
    public HostFilter(Collection<String> allowed) {
        this.allowed =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isLetIn(request)) {
            chain.doFilter(request, response);
            return;
        }
        RequestIds.give(request, response);
        new ErrorAnswer(new InvalidRequestException(
                        403,
                        "Host: not a name of this server (expected: localhost, or one that allowed_hosts lists)",
                        null,
                        "host_not_allowed"))
                .writeTo(response);
        response.flushBuffer();
        RequestBody.discardRest(request);
    }

    private boolean isLetIn(HttpServletRequest request) {
        String said = request.getHeader("Host");
        if (known.equals(said)) {
            return true;
        }
        boolean letIn = isAllowed(name(said, request).toLowerCase(Locale.ROOT));
        if (letIn && said != null) {
            known = said;
        }
        return letIn;
    }

    /**
     * The name that the client itself says, empty if none: a container's own idea of it may be its address, or what a header
     * for proxies says. HTTP/2 has no {@code Host}.
     */
    private static String name(@Nullable String host, HttpServletRequest request) {
        if (host == null) {
            return request.getProtocol().startsWith("HTTP/1.") ? "" : request.getServerName();
        }
        Matcher matcher = NAME_AND_PORT.matcher(host);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private boolean isAllowed(String host) {
        return LOOPBACK.matcher(host).matches() || allowed.contains(host);
    }
}

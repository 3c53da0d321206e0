package dev.qlite.benchmarks.micro;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request and a response without a container, as far as a log asks them. */
final class SampleExchange {
    private static final HttpServletRequest NO_REQUEST = nothing(HttpServletRequest.class);
    private static final HttpServletResponse NO_RESPONSE = nothing(HttpServletResponse.class);

    private SampleExchange() {}

    static HttpServletRequest request() {
        Map<String, Object> attributes = new HashMap<>();
        return new HttpServletRequestWrapper(NO_REQUEST) {
            @Override
            public @Nullable Object getAttribute(String name) {
                return attributes.get(name);
            }

            @Override
            public void setAttribute(String name, Object value) {
                attributes.put(name, value);
            }

            @Override
            public @Nullable String getHeader(String name) {
                return null;
            }

            @Override
            public String getMethod() {
                return "POST";
            }

            @Override
            public String getRequestURI() {
                return "/v1/chat/completions";
            }

            @Override
            public DispatcherType getDispatcherType() {
                return DispatcherType.REQUEST;
            }

            @Override
            public boolean isAsyncStarted() {
                return false;
            }
        };
    }

    static HttpServletResponse response() {
        return new HttpServletResponseWrapper(NO_RESPONSE) {
            @Override
            public void setHeader(String name, String value) {}

            @Override
            public int getStatus() {
                return SC_OK;
            }
        };
    }

    private static <T> T nothing(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}

package dev.qlite.examples;

import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.servlet.QliteServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;

/** A servlet application that serves OpenAI's API under its own path. */
@WebListener
public final class ServletApplication implements ServletContextListener {
    private final Qlite qlite = Qlite.builder()
            .provider(MockProvider.builder().build(), "mock-*")
            .cache(ExactCache.builder().build())
            .build();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        // [servlet]
        ServletRegistration.Dynamic door = event.getServletContext()
                .addServlet(
                        "qlite", QliteServlet.builder(qlite).allowAnonymous().build());
        door.addMapping("/v1/*");
        door.setAsyncSupported(true);
        // [/servlet]
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        qlite.close();
    }
}

package dev.qlite.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.List;

/** The containers that everything is tried in. */
enum ContainerKind {
    JETTY {
        @Override
        Container start(boolean virtualThreads, HttpServlet servlet, List<Filter> filters) throws Exception {
            return new JettyContainer(virtualThreads, servlet, filters);
        }
    },
    TOMCAT {
        @Override
        Container start(boolean virtualThreads, HttpServlet servlet, List<Filter> filters) throws Exception {
            return new TomcatContainer(virtualThreads, servlet, filters);
        }
    };

    /** Starts one that speaks HTTP/1.1, and HTTP/2 in the clear. */
    abstract Container start(boolean virtualThreads, HttpServlet servlet, List<Filter> filters) throws Exception;
}

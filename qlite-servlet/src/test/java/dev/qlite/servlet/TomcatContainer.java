package dev.qlite.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Tomcat, embedded. */
final class TomcatContainer implements Container {
    static {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private final Tomcat tomcat = new Tomcat();

    TomcatContainer(boolean virtualThreads, HttpServlet servlet, List<Filter> filters) throws LifecycleException {
        tomcat.setBaseDir("target/tomcat");
        tomcat.setConnector(connector(virtualThreads));
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowReport(false); // as on the open network: stack traces are nobody's business
        errors.setShowServerInfo(false);
        tomcat.getHost().getPipeline().addValve(errors);
        Context context = tomcat.addContext("", null);
        Wrapper holder = Tomcat.addServlet(context, "servlet", servlet);
        holder.setAsyncSupported(true);
        holder.addMapping("/*");
        for (int i = 0; i < filters.size(); i++) {
            addFilter(context, "filter-" + i, filters.get(i));
        }
        tomcat.start();
    }

    private static Connector connector(boolean virtualThreads) {
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        // a client that asks whether to send its body is told once the servlet has seen the head
        connector.setProperty("continueResponseTiming", "onRead");
        connector.setEncodedSolidusHandling("passthrough");
        Http2Protocol http2 = new Http2Protocol();
        http2.setOverheadResetFactor(0); // two resets by clients would close their connection
        connector.addUpgradeProtocol(http2);
        AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
        if (virtualThreads) {
            protocol.setExecutor(VirtualThreads.newExecutor());
        } else {
            protocol.setMaxThreads(16);
        }
        return connector;
    }

    private static void addFilter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        map.setDispatcher("REQUEST");
        map.setDispatcher("ASYNC");
        context.addFilterMap(map);
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        if (tomcat.getServer().getState() == LifecycleState.DESTROYED) {
            return;
        }
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the container does not stop", e);
        }
    }
}

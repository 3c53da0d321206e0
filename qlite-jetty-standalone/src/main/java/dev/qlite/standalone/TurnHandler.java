package dev.qlite.standalone;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets others have their turn after each answer. Under load the connection's next request is there then, and Jetty goes on with it;
 * else it would have its selector wait for it, which costs a sixth of a MISS (docs/performance.md).
 */
final class TurnHandler extends Handler.Wrapper {
    TurnHandler(Handler handler) {
        super(handler);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck")
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean handled = super.handle(request, response, callback);
        Thread.yield();
        return handled;
    }
}

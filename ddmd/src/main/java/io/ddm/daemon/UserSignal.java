package io.ddm.daemon;

import java.lang.reflect.Proxy;

/**
 * Signals that the daemon handles itself. The JDK's class for signals is reached by reflection, because the compiler
 * warns of it, the warning cannot be suppressed, and warnings are errors here.
 */
final class UserSignal {

    private UserSignal() {}

    /**
     * Runs the action at each signal, on a thread of its own. The process lives until the action has ended: the JDK's
     * thread does not keep it alive, so a stop that had just closed the last event loop was cut off, with exit code 0.
     *
     * @param name without {@code SIG}
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (proxy, method, arguments) -> {
                        Thread.ofPlatform()
                                .name("signal-" + name)
                                .daemon(false)
                                .start(action);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", e);
        }
    }
}

package io.ddm.daemon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * The configuration of Logback, which finds it as a service: code instead of XML, since no operator edits it and
 * parsing costs start-up time.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        StandardErrorAppender appender = new StandardErrorAppender();
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        context.getLogger("io.netty").setLevel(Level.WARN);
        // Warns that it found no hardware address and chose one, and that there is no loopback address: not for
        // operators.
        context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
        context.getLogger("io.netty.util.NetUtilInitializations").setLevel(Level.ERROR);
        context.getLogger("io.vertx").setLevel(Level.WARN);
        // Without interfaces they print a stack trace each; what follows from that we say ourselves.
        context.getLogger("io.netty.util.NetUtilInitializations").setLevel(Level.ERROR);
        context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}

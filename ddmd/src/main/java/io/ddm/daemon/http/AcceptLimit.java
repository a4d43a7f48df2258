package io.ddm.daemon.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.vertx.core.transport.Transport;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Limits how many connections each listening socket has open, TCP or unix; further ones are closed as soon as they are
 * accepted, before TLS and before anything is read. Each listening socket has its own limit, so that a flood of one
 * leaves the others reachable, and descriptors are left for all. One remote address gets half of it; loopback addresses
 * are exempt, since all local clients share them.
 *
 * <p>A connection whose client does not read is closed too, from below: Vert.x would flush before it closes.
 */
public final class AcceptLimit {

    /** The limit of each listening socket. */
    public static final int MAX_CONNECTIONS = 256;

    private static final String UNIX_SOCKET = "unix socket";

    private final int maxConnections;
    private final Duration writeTimeout;
    private final RefusalObserver observer;

    private AcceptLimit(int maxConnections, Duration writeTimeout, RefusalObserver observer) {
        this.maxConnections = maxConnections;
        this.writeTimeout = writeTimeout;
        this.observer = observer;
    }

    /**
     * Vert.x's NIO transport with the limit; all but the making of server channels is as it was.
     *
     * @param writeTimeout how long a client may take to read one write, which is at most 64 KiB of a reply
     */
    public static Transport transport(int maxConnections, Duration writeTimeout, RefusalObserver observer) {
        AcceptLimit limit = new AcceptLimit(maxConnections, writeTimeout, observer);
        io.vertx.core.spi.transport.Transport nio = Transport.NIO.implementation();
        io.vertx.core.spi.transport.Transport limited = delegating(io.vertx.core.spi.transport.Transport.class, nio,
                "serverChannelFactory", result -> limit.limiting((ChannelFactory<?>) result));
        return delegating(Transport.class, Transport.NIO, "implementation", result -> limited);
    }

    /** A proxy, since the interfaces change from version to version in what does not matter here. */
    private static <T> T delegating(Class<T> type, T delegate, String method, UnaryOperator<Object> changed) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, called, arguments) -> {
                    Object result = called.invoke(delegate, arguments);
                    return called.getName().equals(method) ? changed.apply(result) : result;
                }));
    }

    private ChannelFactory<ServerChannel> limiting(ChannelFactory<?> factory) {
        return () -> {
            ServerChannel channel = (ServerChannel) factory.newChannel();
            channel.pipeline().addFirst(new Gate());
            return channel;
        };
    }

    /** The connections of one listening socket. */
    private final class Gate extends ChannelInboundHandlerAdapter {

        private final AtomicInteger open = new AtomicInteger();
        private final Map<InetAddress, Integer> openBySource = new ConcurrentHashMap<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            Channel connection = (Channel) accepted;
            Optional<InetAddress> source = limitedSource(connection.remoteAddress());
            boolean isOneTooMany = open.get() >= maxConnections || source
                    .filter(address -> openBySource.getOrDefault(address, 0) >= Math.max(1, maxConnections / 2))
                    .isPresent();
            if (isOneTooMany) {
                connection.unsafe().closeForcibly();
                observer.refused(name(ctx.channel().localAddress()), "too many connections",
                        source(connection.remoteAddress()));
                return;
            }
            open.incrementAndGet();
            source.ifPresent(address -> openBySource.merge(address, 1, Integer::sum));
            connection.closeFuture().addListener(closed -> {
                open.decrementAndGet();
                source.ifPresent(address -> openBySource.computeIfPresent(address,
                        (key, count) -> count > 1 ? count - 1 : null));
            });
            connection.pipeline().addFirst(new WriteTimeout(name(ctx.channel().localAddress())));
            ctx.fireChannelRead(accepted);
        }

        private static Optional<InetAddress> limitedSource(SocketAddress address) {
            return Optional.ofNullable(address)
                    .filter(InetSocketAddress.class::isInstance)
                    .map(a -> ((InetSocketAddress) a).getAddress())
                    .filter(a -> !a.isLoopbackAddress());
        }
    }

    /** Closes a connection that does not read. */
    private final class WriteTimeout extends WriteTimeoutHandler {

        private final String listener;

        WriteTimeout(String listener) {
            super(writeTimeout.toMillis(), TimeUnit.MILLISECONDS);
            this.listener = listener;
        }

        @Override
        protected void writeTimedOut(ChannelHandlerContext ctx) throws Exception {
            observer.refused(listener, "slow client", source(ctx.channel().remoteAddress()));
            super.writeTimedOut(ctx);
        }
    }

    private static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? "port " + inet.getPort() : UNIX_SOCKET;
    }

    private static String source(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : UNIX_SOCKET;
    }
}

package io.ddm.api.wire;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of versions 2 and 3: one shape, two forms of prefixes. */
final class BodyReader {

    private static final Struct UPDATE = new Struct("Update", List.of("underlay", "tunnel"), 0);
    private static final Struct PULL_REPLY = new Struct("PullResponse", List.of("underlay", "tunnel"), 0);
    private static final Struct UNDERLAY = new Struct("UnderlayUpdate", List.of("announce", "withdraw"), 2);
    private static final Struct TUNNEL = new Struct("TunnelUpdate", List.of("announce", "withdraw"), 2);
    private static final Struct PATH_VECTOR = new Struct("PathVector", List.of("destination", "path"), 2);
    private static final Struct TUNNEL_ORIGIN = new Struct("TunnelOrigin",
            List.of("overlay_prefix", "boundary_addr", "vni", "metric", "path"), 3);

    private final PrefixForm form;

    BodyReader(PrefixForm form) {
        this.form = form;
    }

    /** Reads one entry; null if it is left out. */
    private interface Entry {
        @Nullable
        PathVector read(JsonReader in, Context context) throws BadJsonException;
    }

    /** The state of reading one body. */
    private static final class Context {
        final ReadLimits limits;
        final Skipped skipped = new Skipped();
        /** So that a body of many entries costs no more than its different ids. */
        final Map<String, RouterId> routers = new HashMap<>();
        List<RouterId> lastPath = List.of();
        int entries;

        Context(ReadLimits limits) {
            this.limits = limits;
        }
    }

    Decoded<Update> update(byte[] body, ReadLimits limits) throws BadJsonException {
        Context context = new Context(limits);
        Update update = JsonReader.read(body, in -> {
            List<PathVector> announce = new ArrayList<>();
            List<PathVector> withdraw = new ArrayList<>();
            in.beginObject(UPDATE);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                boolean tunnel = field.equals("tunnel");
                if ((tunnel || field.equals("underlay")) && !in.isNull()) {
                    half(in, tunnel ? TUNNEL : UNDERLAY, entry(tunnel), context, announce, withdraw);
                } else {
                    in.skip();
                }
            }
            return new Update(announce, withdraw);
        });
        return context.skipped.with(update);
    }

    private static void half(JsonReader in, Struct half, Entry entry, Context context, List<PathVector> announce,
            List<PathVector> withdraw) throws BadJsonException {
        in.beginObject(half);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "announce" -> entries(in, entry, context, announce);
                case "withdraw" -> entries(in, entry, context, withdraw);
                default -> in.skip();
            }
        }
    }

    Decoded<List<PathVector>> pullReply(byte[] body, ReadLimits limits) throws BadJsonException {
        Context context = new Context(limits);
        List<PathVector> offered = JsonReader.read(body, in -> {
            List<PathVector> entries = new ArrayList<>();
            in.beginObject(PULL_REPLY);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                boolean tunnel = field.equals("tunnel");
                if ((tunnel || field.equals("underlay")) && !in.isNull()) {
                    entries(in, entry(tunnel), context, entries);
                } else {
                    in.skip();
                }
            }
            return List.copyOf(entries);
        });
        return context.skipped.with(offered);
    }

    private static void entries(JsonReader in, Entry entry, Context context, List<PathVector> into)
            throws BadJsonException {
        in.beginArray();
        while (in.nextElement()) {
            PathVector read = entry.read(in, context);
            if (read == null) {
                continue;
            }
            if (context.entries < context.limits.maxEntries()) {
                context.entries++;
                into.add(read);
            } else {
                context.skipped.skip(in, "more than " + context.limits.maxEntries() + " entries");
            }
        }
    }

    private Entry entry(boolean tunnel) {
        return tunnel ? this::tunnelOrigin : this::pathVector;
    }

    private @Nullable PathVector pathVector(JsonReader in, Context context) throws BadJsonException {
        Prefix destination = null;
        List<RouterId> path = null;
        in.beginObject(PATH_VECTOR);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "destination" -> destination = form.readUnderlay(in, context.skipped);
                case "path" -> path = path(in, context);
                default -> in.skip();
            }
        }
        return destination == null || path == null ? null : new PathVector(destination, path);
    }

    private @Nullable PathVector tunnelOrigin(JsonReader in, Context context) throws BadJsonException {
        IpPrefix overlay = null;
        Ipv6Address boundary = null;
        int vni = 0;
        long metric = 0;
        List<RouterId> path = List.of();
        in.beginObject(TUNNEL_ORIGIN);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "overlay_prefix" -> overlay = form.readOverlay(in, context.skipped);
                case "boundary_addr" -> boundary = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "vni" -> vni = (int) in.unsigned(Integer.SIZE);
                case "metric" -> metric = in.unsigned(Long.SIZE);
                case "path" -> path = path(in, context);
                default -> in.skip();
            }
        }
        if (overlay == null || boundary == null || path == null) {
            return null;
        }
        TunnelOrigin origin = orSkip(in, context.skipped, overlay, boundary, vni, metric);
        return origin == null ? null : new PathVector(origin, path);
    }

    private static @Nullable TunnelOrigin orSkip(JsonReader in, Skipped skipped, IpPrefix overlay, Ipv6Address boundary,
            int vni, long metric) {
        return skipped.orSkip(in, () -> new TunnelOrigin(overlay, boundary, vni, metric));
    }

    /** The ids of a path, or null if the entry is to be skipped. */
    private static @Nullable List<RouterId> path(JsonReader in, Context context) throws BadJsonException {
        List<RouterId> path = new ArrayList<>();
        boolean whole = true;
        in.beginArray();
        while (in.nextElement()) {
            String id = in.string();
            if (whole && path.size() == context.limits.maxPathIds()) {
                context.skipped.skip(in, "a path of more than " + context.limits.maxPathIds() + " routers");
                whole = false;
            }
            // An entry is skipped once, whatever else is wrong with it.
            RouterId router = whole ? router(in, id, context) : null;
            if (router == null) {
                whole = false;
            } else {
                path.add(router);
            }
        }
        if (!whole) {
            return null;
        }
        if (!path.equals(context.lastPath)) {
            context.lastPath = List.copyOf(path);
        }
        return context.lastPath;
    }

    private static @Nullable RouterId router(JsonReader in, String id, Context context) {
        RouterId known = context.routers.get(id);
        if (known != null) {
            return known;
        }
        if (context.routers.size() == context.limits.maxRouters()) {
            context.skipped.skip(in, "more than " + context.limits.maxRouters() + " different router ids in one body");
            return null;
        }
        RouterId router = context.skipped.orSkip(in, () -> new RouterId(id));
        if (router != null) {
            context.routers.put(id, router);
        }
        return router;
    }
}

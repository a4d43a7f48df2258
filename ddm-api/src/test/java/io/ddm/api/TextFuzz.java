package io.ddm.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.UuidText;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.Function;

/** Any text as a header, an address, a prefix or a name. */
public final class TextFuzz {

    private TextFuzz() {}

    /** Each reader refuses the text in its documented way, or what it read is written and read again the same. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        version(text);
        extensions(text);
        address(text);
        requireSameAgain(text, Prefix::parse);
        requireSameAgain(text, IpPrefix::parse);
        requireSameAgain(text, InterfaceName::parse);
        requireSameAgain(text, UuidText::parse);
        requireSameAgain(text, RouterId::new);
    }

    private static void version(String text) {
        try {
            ApiVersion.serving(text);
        } catch (ApiVersionException e) {
            require(String.valueOf(e.getMessage()).contains(text), text);
        }
    }

    private static void extensions(String text) {
        PeerCapabilities read = ExtensionsHeader.parse(text);
        require(read.maxBodyBytes() >= PeerCapabilities.REFERENCE_BODY_BYTES
                && read.maxBodyBytes() <= ExtensionsHeader.MAX_BODY_BYTES, text);
        require(ExtensionsHeader.parse(ExtensionsHeader.format(read)).equals(read), text);
    }

    /** An address that we take, the JDK takes for the same; it takes more, such as zones. */
    private static void address(String text) {
        Ipv6Address address;
        try {
            address = Ipv6Address.parse(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        requireSameAgain(text, Ipv6Address::parse);
        byte[] ours = address.toBytes();
        byte[] theirs = InetAddress.ofLiteral(text).getAddress();
        // The JDK makes an IPv4 address of a mapped one.
        require(Arrays.equals(Arrays.copyOfRange(ours, ours.length - theirs.length, ours.length), theirs), text);
    }

    private static <T> void requireSameAgain(String text, Function<String, T> parse) {
        T read;
        try {
            read = parse.apply(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        require(parse.apply(read.toString()).equals(read), text);
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new AssertionError("wrongly read: " + text);
        }
    }
}

package io.ddm.cli.doctor;

import io.ddm.cli.doctor.Finding.Group;
import io.ddm.cli.doctor.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a link of a router needs of its interface; needs no daemon. */
public final class LinkChecks {

    private static final Pattern FLAGS = Pattern.compile("\"flags\":\\[([^\\]]*)\\]");
    private static final Pattern MTU = Pattern.compile("\"mtu\":([0-9]{1,9})");
    /** Flags of an address (if_addr.h). */
    private static final int DAD_FAILED = 0x08;
    private static final int TENTATIVE = 0x40;
    /** What IPv6 needs at least, in bytes (RFC 8200). */
    private static final int LEAST_MTU = 1280;

    private final Machine machine;

    public LinkChecks(Machine machine) {
        this.machine = machine;
    }

    /** Checks one interface; the first thing that is wrong is the finding, since the rest follows from it. */
    public Finding check(String name) {
        Optional<String> link = machine.commands().output(List.of("ip", "-json", "link", "show", "dev", name));
        if (link.isEmpty()) {
            List<String> similar = similar(name);
            return finding("link-missing", name, "there is no interface " + name,
                    similar.isEmpty()
                            ? "correct the name; 'ip -brief link' lists the interfaces"
                            : "correct the name; there is " + String.join(", ", similar));
        }
        List<String> flags = flags(link.get());
        if (!flags.contains("UP")) {
            return finding("link-down", name, name + " is down", "ip link set " + name + " up");
        }
        if (flags.contains("NO-CARRIER") || flags.contains("M-DOWN")) {
            return finding("link-no-carrier", name, name + " has no carrier",
                    "check the cable, and that the other end is up");
        }
        if (!flags.contains("MULTICAST")) {
            return finding("link-no-multicast", name, name + " does not do multicast",
                    "ip link set " + name + " multicast on");
        }
        Matcher mtu = MTU.matcher(link.get());
        if (mtu.find() && Integer.parseInt(mtu.group(1)) < LEAST_MTU) {
            return finding("link-mtu", name,
                    name + " has an MTU of " + mtu.group(1) + " bytes, and IPv6 needs " + LEAST_MTU,
                    "ip link set " + name + " mtu 1500");
        }
        if (machine.read("/proc/sys/net/ipv6/conf/" + name + "/disable_ipv6").orElse("0").equals("1")) {
            return finding("link-no-ipv6", name, "IPv6 is disabled on " + name,
                    "sysctl -w net.ipv6.conf." + name + ".disable_ipv6=0");
        }
        return address(name);
    }

    /** The flags in the JSON of ip, as in {@code "flags":["BROADCAST","UP"]}. */
    private static List<String> flags(String link) {
        Matcher flags = FLAGS.matcher(link);
        return flags.find() ? List.of(flags.group(1).replace("\"", "").split(",", -1)) : List.of();
    }

    /** Lines have address, index, length, scope, flags and name; 20 is the scope of a link. */
    private Finding address(String name) {
        boolean isTentative = false;
        boolean isDuplicate = false;
        for (String line : machine.read("/proc/net/if_inet6").orElse("").lines().toList()) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length != 6 || !fields[5].equals(name) || !fields[3].equals("20")) {
                continue;
            }
            int flags = Integer.parseInt(fields[4], 16);
            if ((flags & DAD_FAILED) != 0) {
                isDuplicate = true;
            } else if ((flags & TENTATIVE) != 0) {
                isTentative = true;
            } else {
                return new Finding("link", Group.LINKS, name, Outcome.OK, name + " is up with a link-local address",
                        "", "");
            }
        }
        if (isDuplicate) {
            return finding("address-duplicate", name, "another node on the link has the link-local address of " + name,
                    "give one of the two another MAC address, then ip link set " + name + " down and up");
        }
        return isTentative
                ? finding("address-tentative", name, "the link-local address of " + name + " is still being checked",
                        "wait 2 s; if it stays, another node keeps answering for it")
                : finding("address-missing", name, name + " has no link-local address",
                        "sysctl -w net.ipv6.conf." + name + ".addr_gen_mode=0, then ip link set " + name
                                + " down and up");
    }

    private List<String> similar(String name) {
        List<String> similar = new ArrayList<>();
        for (String line : machine.read("/proc/net/dev").orElse("").lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String known = line.substring(0, colon).strip();
                if (isSimilar(known, name)) {
                    similar.add(known);
                }
            }
        }
        return similar;
    }

    /** Whether one letter was added, left out or replaced, or two were swapped. */
    private static boolean isSimilar(String known, String name) {
        int common = 0;
        while (common < Math.min(known.length(), name.length()) && known.charAt(common) == name.charAt(common)) {
            common++;
        }
        String restKnown = known.substring(common);
        String rest = name.substring(common);
        return restKnown.equals(drop(rest, 1)) || rest.equals(drop(restKnown, 1))
                || drop(rest, 1).equals(drop(restKnown, 1))
                || (rest.length() > 1 && restKnown.length() == rest.length() && rest.charAt(0) == restKnown.charAt(1)
                        && rest.charAt(1) == restKnown.charAt(0) && drop(rest, 2).equals(drop(restKnown, 2)));
    }

    private static String drop(String text, int count) {
        return text.length() < count ? "\0" : text.substring(count);
    }

    private static Finding finding(String code, String name, String evidence, String fix) {
        return new Finding(code, Group.LINKS, name, Outcome.FAILED, evidence, "no peer is found on " + name, fix);
    }
}

package io.ddm.cli.doctor;

import io.ddm.cli.doctor.Finding.Group;
import io.ddm.cli.doctor.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a router needs of its machine; needs no daemon. */
public final class HostChecks {

    private static final int DISCOVERY_PORT = 3549;
    private static final int EXCHANGE_PORT = 56797;
    /** Bits of the capability sets of Linux (capability.h). */
    private static final long NET_ADMIN = 1L << 12;
    private static final long NET_RAW = 1L << 13;
    private static final long LEAST_FILES = 1024;
    private static final String PROTOCOL = "221";

    private final Machine machine;
    private final boolean isRunning;
    private final boolean isTransit;

    /**
     * @param isRunning whether a daemon answers on this machine
     * @param isTransit whether it redistributes; false if that is unknown
     */
    public HostChecks(Machine machine, boolean isRunning, boolean isTransit) {
        this.machine = machine;
        this.isRunning = isRunning;
        this.isTransit = isTransit;
    }

    /** Makes all checks. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(ipv6());
        findings.add(forwarding());
        findings.add(privileges());
        findings.add(openFiles());
        findings.add(port("discovery-port", "/proc/net/udp6", "UDP", DISCOVERY_PORT));
        findings.add(port("exchange-port", "/proc/net/tcp6", "TCP", EXCHANGE_PORT));
        findings.add(firewall());
        findings.add(leftRoutes());
        return findings;
    }

    private Finding ipv6() {
        Optional<String> disabled = machine.read("/proc/sys/net/ipv6/conf/all/disable_ipv6");
        if (disabled.isEmpty()) {
            return failed("ipv6", "this kernel has no IPv6", "no link has a link-local address",
                    "boot a kernel with IPv6, without ipv6.disable=1");
        }
        return disabled.get().equals("0")
                ? Finding.ok("ipv6", Group.HOST, "IPv6 is enabled")
                : failed("ipv6", "net.ipv6.conf.all.disable_ipv6 is " + disabled.get(),
                        "no link has a link-local address", "sysctl -w net.ipv6.conf.all.disable_ipv6=0");
    }

    private Finding forwarding() {
        String value = machine.read("/proc/sys/net/ipv6/conf/all/forwarding").orElse("0");
        if (!value.equals("0")) {
            return Finding.ok("forwarding", Group.HOST, "IPv6 packets are forwarded");
        }
        return isTransit
                ? failed("forwarding", "net.ipv6.conf.all.forwarding is 0",
                        "this transit attracts packets and drops them", "sysctl -w net.ipv6.conf.all.forwarding=1")
                : Finding.ok("forwarding", Group.HOST, "IPv6 packets are not forwarded, as on a server");
    }

    /** Only what a start by this user would have: a daemon that runs has what it needs. */
    private Finding privileges() {
        if (isRunning) {
            return Finding.ok("privileges", Group.HOST, "the daemon runs");
        }
        Matcher effective = Pattern.compile("CapEff:\\s*([0-9a-f]+)")
                .matcher(machine.read("/proc/self/status").orElse(""));
        long capabilities = effective.find() ? Long.parseUnsignedLong(effective.group(1), 16) : 0;
        List<String> missing = new ArrayList<>();
        if ((capabilities & NET_ADMIN) == 0) {
            missing.add("CAP_NET_ADMIN");
        }
        if ((capabilities & NET_RAW) == 0) {
            missing.add("CAP_NET_RAW");
        }
        return missing.isEmpty()
                ? Finding.ok("privileges", Group.HOST, "this user may program routes and send probes")
                : new Finding("privileges", Group.HOST, "", Outcome.WARNING,
                        "this user has no " + String.join(" and no ", missing),
                        "a ddmd that this user starts cannot program routes or probe its peers",
                        "start it by systemctl start ddmd, or as root");
    }

    private Finding openFiles() {
        Matcher limit = Pattern.compile("Max open files\\s+(\\S+)")
                .matcher(machine.read("/proc/self/limits").orElse(""));
        if (!limit.find() || limit.group(1).equals("unlimited")) {
            return Finding.ok("open-files", Group.HOST, "open files are not limited");
        }
        long files = Long.parseLong(limit.group(1));
        return files >= LEAST_FILES
                ? Finding.ok("open-files", Group.HOST, "up to " + files + " open files")
                : new Finding("open-files", Group.HOST, "", Outcome.WARNING, "at most " + files + " open files",
                        "a router with many links or clients runs out of them",
                        "LimitNOFILE= in the unit, or ulimit -n " + LEAST_FILES);
    }

    /** Lines of these files have the local address and port in their second field, as hexadecimal digits. */
    private Finding port(String code, String file, String protocol, int port) {
        String suffix = ":" + String.format("%04X", port);
        boolean isTaken = machine.read(file)
                .orElse("")
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .anyMatch(fields -> fields.length > 1 && fields[1].endsWith(suffix));
        if (isRunning) {
            return isTaken
                    ? Finding.ok(code, Group.HOST, protocol + " " + port + " is open")
                    : Finding.skipped(code, Group.HOST, "the daemon has no link, or runs in another network namespace");
        }
        return isTaken
                ? failed(code, protocol + " " + port + " is in use although no ddmd answers",
                        "ddmd cannot open its links",
                        "ss -l" + (protocol.equals("UDP") ? "u" : "t") + "np 'sport = :" + port + "' names the process")
                : Finding.ok(code, Group.HOST, protocol + " " + port + " is free");
    }

    private Finding firewall() {
        Optional<String> rules = machine.commands().output(List.of("nft", "list", "ruleset"));
        return rules.isEmpty()
                ? Finding.skipped("firewall", Group.HOST, "nft cannot be run, or not by this user")
                : FirewallRules.check(rules.get());
    }

    private Finding leftRoutes() {
        if (isRunning) {
            return Finding.ok("left-routes", Group.HOST, "the daemon owns its routes");
        }
        Optional<String> routes = machine.commands()
                .output(List.of("ip", "-6", "route", "show", "table", "all", "proto", PROTOCOL));
        if (routes.isEmpty()) {
            return Finding.skipped("left-routes", Group.HOST, "ip cannot be run");
        }
        long count = routes.get().lines().filter(line -> !line.isBlank()).count();
        return count == 0
                ? Finding.ok("left-routes", Group.HOST, "no routes of protocol " + PROTOCOL)
                : new Finding("left-routes", Group.HOST, "", Outcome.WARNING,
                        count + " lines of routes of protocol " + PROTOCOL + " although no ddmd answers",
                        "packets follow routes that are not kept up to date",
                        "start ddmd, which adopts them, or ip nexthop flush proto " + PROTOCOL);
    }

    private static Finding failed(String code, String evidence, String consequence, String fix) {
        return new Finding(code, Group.HOST, "", Outcome.FAILED, evidence, consequence, fix);
    }
}

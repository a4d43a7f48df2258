package io.ddm.cli.doctor;

import io.ddm.cli.doctor.Finding.Group;
import io.ddm.cli.doctor.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks for rules of nftables that keep DDM from its packets. It reads the listing as a person does, and does not
 * evaluate the rules: a rule that drops one of our ports fails the check, a chain that drops by default and names none
 * of them is a warning.
 */
final class FirewallRules {

    private static final List<String> DISCOVERY = List.of("3549");
    private static final List<String> EXCHANGE = List.of("56797");

    private FirewallRules() {}

    static Finding check(String listing) {
        List<String> droppingChains = new ArrayList<>();
        String chain = "";
        boolean drops = false;
        boolean acceptsOurs = false;
        for (String line : listing.lines().map(String::strip).toList()) {
            if (line.startsWith("chain ")) {
                chain = line.substring("chain ".length()).replace("{", "").strip();
                drops = false;
                acceptsOurs = false;
            } else if (line.startsWith("type filter hook ")) {
                drops = line.contains("policy drop") && (line.contains("hook input") || line.contains("hook output"));
            } else if (line.equals("}")) {
                if (drops && !acceptsOurs) {
                    droppingChains.add(chain);
                }
                drops = false;
            } else if (names(line, DISCOVERY) || names(line, EXCHANGE)) {
                if (isDenial(line)) {
                    return new Finding("firewall", Group.HOST, "", Outcome.FAILED,
                            "chain " + chain + " has the rule: " + line,
                            names(line, DISCOVERY) ? "no peer is found" : "no prefixes are exchanged",
                            "remove the rule, or accept UDP 3549 and TCP 56797 on the interfaces of ddmd before it");
                }
                acceptsOurs = true;
            }
        }
        return droppingChains.isEmpty()
                ? Finding.ok("firewall", Group.HOST, "no rule of nftables drops UDP 3549 or TCP 56797")
                : new Finding("firewall", Group.HOST, "", Outcome.WARNING,
                        "chain " + String.join(", ", droppingChains)
                                + " drops by default and has no rule for UDP 3549 and TCP 56797",
                        "no peer is found, or no prefixes are exchanged",
                        "accept UDP 3549, TCP 56797 and ICMPv6 on the interfaces of ddmd");
    }

    /** Whether a rule has the port as a word of its own. */
    private static boolean names(String rule, List<String> ports) {
        List<String> words = List.of(rule.split("[^0-9]+", -1));
        return ports.stream().anyMatch(words::contains);
    }

    private static boolean isDenial(String rule) {
        List<String> words = List.of(rule.toLowerCase(Locale.ROOT).split("[^a-z]+", -1));
        return words.contains("drop") || words.contains("reject");
    }
}

package io.ddm.api.recording;

import static io.ddm.api.recording.Formats.DURATION;
import static io.ddm.api.recording.Formats.FLAG;
import static io.ddm.api.recording.Formats.INT;
import static io.ddm.api.recording.Formats.PREFIX;
import static io.ddm.api.recording.Formats.ROUTER;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.event.MultipathConfig;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;

/** The configuration of a router, of which none is secret. */
final class ConfigFormat {

    static final Format<Policies> POLICIES = policies();

    static final Format<RouterConfig> CONFIG = config();

    private ConfigFormat() {}

    private static Format<PrefixFilter> filter() {
        var fields = new Fields<PrefixFilter>("PrefixFilter");
        var permitted = fields.add("permitted", PREFIX.list(), PrefixFilter::permitted);
        var denied = fields.add("denied", PREFIX.list(), PrefixFilter::denied);
        return fields.make(read -> new PrefixFilter(read.get(permitted), read.get(denied)));
    }

    private static Format<ImportPolicy> imports() {
        var fields = new Fields<ImportPolicy>("ImportPolicy");
        var filter = fields.add("filter", filter(), ImportPolicy::filter);
        var maxPrefixes = fields.add("max_prefixes", INT, ImportPolicy::maxPrefixes);
        var maxPathLength = fields.add("max_path_length", INT, ImportPolicy::maxPathLength);
        var maxPaths = fields.add("max_paths", INT, ImportPolicy::maxPaths);
        return fields.make(read -> new ImportPolicy(read.get(filter), read.get(maxPrefixes), read.get(maxPathLength),
                read.get(maxPaths)));
    }

    private static Format<Policies> policies() {
        var fields = new Fields<Policies>("Policies");
        var imports = fields.add("imports", imports(), Policies::imports);
        var exports = fields.add("exports", filter(), Policies::exports);
        var damping = fields.add("damping", FLAG, Policies::damping);
        return fields.make(read -> new Policies(read.get(imports), read.get(exports), read.get(damping)));
    }

    private static Format<RouterConfig> config() {
        var fields = new Fields<RouterConfig>("RouterConfig");
        var id = fields.add("id", ROUTER, RouterConfig::id);
        var kind = fields.add("kind", Format.constant(RouterKind.class), RouterConfig::kind);
        var version = fields.add("version", Format.constant(ProtocolVersion.class), RouterConfig::version);
        var solicit = fields.add("solicit_interval", DURATION, RouterConfig::solicitInterval);
        var expire = fields.add("expire_threshold", DURATION, RouterConfig::expireThreshold);
        var pull = fields.add("pull_interval", DURATION, RouterConfig::pullInterval);
        var policies = fields.add("policies", POLICIES, RouterConfig::policies);
        var multipath = fields.add("multipath", multipath(), RouterConfig::multipath);
        return fields.make(read -> new RouterConfig(read.get(id), read.get(kind), read.get(version),
                new Timers(read.get(solicit), read.get(expire), read.get(pull)), read.get(policies),
                read.get(multipath)));
    }

    private static Format<MultipathConfig> multipath() {
        var fields = new Fields<MultipathConfig>("MultipathConfig");
        var detection = fields.add("failure_detection_time", DURATION, MultipathConfig::failureDetectionTime);
        var shares = fields.add("shares", Format.constant(MultipathMode.class), MultipathConfig::mode);
        var slack = fields.add("slack_percent", INT, config -> config.slack().percent());
        return fields.make(
                read -> new MultipathConfig(read.get(detection), read.get(shares), new Slack(read.get(slack))));
    }
}

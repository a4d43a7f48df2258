package io.ddm.daemon.config;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.event.MultipathConfig;
import java.time.Duration;
import java.util.List;

/** How several paths to a destination are used. */
final class MultipathKeys {

    static final ConfigKey<Duration> FAILURE_DETECTION_TIME = ConfigKey.of("--failure-detection-time",
            ValueType.checked("MS", "a number without a unit: 0, or at least "
                    + MultipathConfig.MIN_FAILURE_DETECTION_TIME.toMillis() + " ms",
                    MultipathKeys::detection),
            "A peer that answers no probe for this long carries no traffic while another does; 0 for no probes.")
            .byDefault(MultipathConfig.DEFAULT.failureDetectionTime());

    static final ConfigKey<MultipathMode> MULTIPATH = ConfigKey
            .of("--multipath", ValueType.oneOf("HOW", MultipathMode.class),
                    "Split traffic among the paths in use by their delay, or equally.")
            .byDefault("delay");

    static final ConfigKey<Slack> SLACK = ConfigKey.of("--multipath-slack",
            ValueType.checked("PERCENT", "a number without a unit: 0 to " + Slack.MAX_PERCENT + " percent",
                    text -> new Slack(Integer.parseInt(text))),
            "Use paths one hop longer, too, if their delay is smaller by at least this; 0 for the shortest paths only.")
            .byDefault(0);

    static final ConfigKey<String> STANDBY = ConfigKey.of("--standby", ValueType.INTERFACE,
            "Interface whose next hops carry traffic only when no other shortest path of a destination is left.")
            .repeatable()
            .applying(ConfigKey.Applies.LIVE);

    static final Section SECTION = new Section("Multipath", List.of(FAILURE_DETECTION_TIME, MULTIPATH, SLACK, STANDBY));

    private MultipathKeys() {}

    /**
     * What the settings say.
     *
     * @throws IllegalArgumentException if they contradict each other; the message names them
     */
    static MultipathConfig multipath(Settings settings) {
        if (settings.get(SLACK).isAny() && settings.get(FAILURE_DETECTION_TIME).isZero()) {
            throw new IllegalArgumentException(
                    "--multipath-slack needs probes, which --failure-detection-time 0 turns off");
        }
        return new MultipathConfig(settings.get(FAILURE_DETECTION_TIME), settings.get(MULTIPATH),
                settings.get(SLACK));
    }

    private static Duration detection(String text) {
        return new MultipathConfig(Duration.ofMillis(Integer.parseInt(text)), MultipathMode.DELAY, Slack.NONE)
                .failureDetectionTime();
    }
}

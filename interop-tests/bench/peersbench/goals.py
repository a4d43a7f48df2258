"""
The goals: what is to be reached, what was measured before the work on it began, and the cause that is shown while a
goal is not met. Write a cause from a profile, and change it when that changes.
"""
import collections

Goal = collections.namedtuple("Goal", "series unit most before cause")

COLD = ("Supposed: cold code, since the same way is several times faster after many prefixes. A profile of the few "
        "milliseconds is missing.")
BULK = ("Profile of t1 (async-profiler, processor time): event loop 41 % (import 17, advertising 11), collections 14, "
        "recorder 14, data plane 12, codecs 12.")
CARRIER = ("A third passes before the transit's kernel reports the link: supposedly for the lock that changes of groups "
           "hold. Where the rest goes: delay.md.")
FOUR = "Four JVMs that start at once need about a second of processor time each, on two cores."
GOALS = [
    Goal("one", "ms", 2, "18 (11 to 29)", COLD),
    Goal("1000 cold", "ms", 100, "742", COLD),
    Goal("1000 warm", "ms", 40, "162", BULK),
    Goal("10000 cold", "ms", 400, "1,575", COLD),
    Goal("10000 warm", "ms", 200, "740", BULK),
    Goal("100000 cold", "ms", 1700, "12,958 to 20,441", BULK),
    Goal("100000 warm", "ms", 1700, "", BULK),
    Goal("start", "ms", 1200, "3,173 (2,374 to 4,090)", FOUR),
    Goal("process", "ms", 350, "900 to 1,000", "Supposed: classes that are loaded and initialized before the daemon serves."),
    Goal("carrier", "ms", 8, "42 to 54", CARRIER),
    Goal("memory", "MiB", 70, "88", "Supposed: classes, compiled code and the start-up cache."),
    Goal("memory full", "MiB", 200, "430", "The heap: up to three times what lives, 80 to 120 MiB (-Xlog:gc)."),
    Goal("client", "ms", 180, "267", "Supposed: classes that the start-up cache does not hold."),
]

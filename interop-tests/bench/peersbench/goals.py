"""
The goals: what is to be reached, what was measured before the work on it began, and the cause that is shown while a
goal is not met. Write a cause from a profile, and change it when that changes.
"""
import collections

Goal = collections.namedtuple("Goal", "series unit most before cause")

ONE = ("Three routers, each 2 to 2.5 ms from message to message (tcpdump). Profile of s2's event loop (async-profiler, "
       "processor time): HTTP half, core a fifth, effects a sixth, no method above 3 %.")
COLD = ("The code of bursts is compiled meanwhile. Profile of t1, six bursts of 10,000 (async-profiler, processor time): "
        "event loop 31 %, compiler 14, codecs 12, data plane 12, recorder 11, collections 8.")
BULK = ("Profile of t1, two bursts of 100,000 (async-profiler, processor time): event loop 31 %, collections 17, recorder "
        "14, data plane 14, codecs 13, compiler 4.")
CARRIER = ("A third passes before the transit's kernel reports the link: supposedly for the lock that changes of groups "
           "hold. Where the rest goes: delay.md.")
FOUR = "Four JVMs that start at once need 0.6 s of processor time each until they serve, on two cores."
SERVES = ("bench/start: Java, arguments and logging 236 ms, first answer 91, admin loop, server and port 90, data plane "
          "84, event loops 69, the rest below 30 each.")
MEMORY = ("Pages of a start (smaps): start-up cache 37 MiB, libjvm 16, heap 10, malloc 10, compiled code 2; the warm-up "
          "compiles more.")
GOALS = [
    Goal("one", "ms", 2, "18 (11 to 29)", ONE),
    Goal("1000 cold", "ms", 100, "742", COLD),
    Goal("1000 warm", "ms", 40, "162", BULK),
    Goal("10000 cold", "ms", 400, "1,575", COLD),
    Goal("10000 warm", "ms", 200, "740", BULK),
    Goal("100000 cold", "ms", 1700, "12,958 to 20,441", BULK),
    Goal("100000 warm", "ms", 1700, "", BULK),
    Goal("start", "ms", 1200, "3,173 (2,374 to 4,090)", FOUR),
    Goal("process", "ms", 350, "900 to 1,000", SERVES),
    Goal("carrier", "ms", 8, "42 to 54", CARRIER),
    Goal("memory", "MiB", 70, "88", MEMORY),
    Goal("memory full", "MiB", 200, "430", "The heap: up to three times what lives, 80 to 120 MiB (-Xlog:gc)."),
    Goal("client", "ms", 180, "267", "Supposed: classes that the start-up cache does not hold."),
]

"""
The goals: what is to be reached, what was measured before the work on it began, on another machine, the cause that is
shown while a goal is not met, and what was measured with the data directory on ext4, shown while the values are of a
memory file system. Write a cause from a profile, and change it when that changes; what is only supposed says so.
"""
import collections

Goal = collections.namedtuple("Goal", "series unit most before cause disk", defaults=[""])

ONE = ("Three routers, so 1.7 ms each. Profile of s2's event loop (async-profiler, processor time): HTTP half, core a "
       "fifth, effects a sixth, no method above 3 %.")
BULK = ("Supposed, from a profile of t1 on the machine before, two bursts of 100,000 (async-profiler, processor time): "
        "event loop 31 %, collections 17, recorder 14, data plane 14, codecs 13, compiler 4.")
COLD = ("Supposed: the code of bursts is compiled meanwhile; six bursts of 10,000 on the machine before gave the event "
        "loop 31 %, compiler 14, codecs 12, data plane 12, recorder 11, collections 8.")
CARRIER = ("2.5 ms pass before the transit's kernel reports the link, as with FRR (2.5) and with no router (1.9), and "
           "10 after that. Supposed: a part of these is the lock of the kernel that all nodes share; see delay.md.")
FOUR = "Supposed: four JVMs that start at once need 0.4 s of processor time each until they serve, on two processors."
SERVES = ("bench/start, processor time: Java, arguments and logging 166 ms, admin loop, server and port 63, data plane "
          "57, event loops 51, first answer 45, prober 20, the rest 10 or less each.")
MEMORY = ("Pages of a start on the machine before, ahead of the warm-up (smaps): start-up cache 37 MiB, libjvm 16, "
          "heap 10, malloc 10, compiled code 2. Supposed: the other 14 are of the warm-up.")
HEAP = "Supposed: the heap, up to three times what lives, 80 to 120 MiB (-Xlog:gc on the machine before)."
GOALS = [
    Goal("one", "ms", 2, "18 (11 to 29)", ONE, "5.8 (4.5 to 12)"),
    Goal("1000 cold", "ms", 100, "742", COLD, "**not met**: 107 (87 to 137)"),
    Goal("1000 warm", "ms", 40, "162", BULK, "60 (46 to 66)"),
    Goal("10000 cold", "ms", 400, "1,575", COLD, "not measured"),
    Goal("10000 warm", "ms", 200, "740", BULK, "not measured"),
    Goal("100000 cold", "ms", 1700, "12,958 to 20,441", BULK, "not measured"),
    Goal("100000 warm", "ms", 1700, "", BULK, "not measured"),
    Goal("start", "ms", 1200, "3,173 (2,374 to 4,090)", FOUR, "not measured"),
    Goal("process", "ms", 350, "900 to 1,000", SERVES),
    Goal("carrier", "ms", 8, "42 to 54", CARRIER),
    Goal("memory", "MiB", 70, "88", MEMORY),
    Goal("memory full", "MiB", 200, "430", HEAP),
    Goal("client", "ms", 180, "267", "Supposed: classes that the start-up cache does not hold."),
]

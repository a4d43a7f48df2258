"""
The goals: what is to be reached, what was measured before the work on it began, and the cause that is shown while a
goal is not met. Write a cause from a profile, and change it when that changes.
"""
import collections

Goal = collections.namedtuple("Goal", "series unit most before cause")

COLD = "Cold code: the way from socket to RIB to kernel runs a few times in a router's life and is interpreted."
BULK = "Not one cause yet: decoding and RIB of each router work one after the other, not side by side."
CARRIER = ("A third passes before the transit's kernel reports the link: that needs a lock which changes of groups "
           "hold. The rest is cold code.")
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
    Goal("process", "ms", 350, "900 to 1,000", "Classes that are loaded and initialized before the daemon serves."),
    Goal("carrier", "ms", 8, "42 to 54", CARRIER),
    Goal("memory", "MiB", 70, "88", "Classes, compiled code and the start-up cache."),
    Goal("memory full", "MiB", 200, "430", "Bytes for each path and each peer that holds it."),
    Goal("client", "ms", 180, "267", "Classes that the start-up cache does not hold."),
]

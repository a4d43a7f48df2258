"""The tables: of all measures, of the conditions, and of the goals."""
import collections

from .goals import GOALS
from .measures import MEASURES, NOTHING
from .network import MEMORY_FILE_SYSTEMS
from .results import number, spread
from .routers import ROUTERS

Row = collections.namedtuple("Row", "series title unit")
OURS = "ddm"


def bulk_rows(count):
    rows = []
    for kind, text in (("cold", "first burst"), ("warm", "later burst")):
        rows += [Row(f"{count} {kind}", f"{count:,} prefixes, {text}: last route", "ms"),
                 Row(f"{count} accepted {kind}", f"{count:,} prefixes, {text}: all accepted by s1", "ms"),
                 Row(f"{count} withdrawn {kind}", f"{count:,} prefixes, {text}: last one withdrawn", "ms")]
    return rows


ROWS = [
    Row("one first", "the first prefix, 3 s after all routes and before our warm-up", "ms"),
    Row("one", "one prefix, 25 in a row", "ms"),
    Row("one accepted", "one prefix: accepted by s1", "ms"),
    Row("one withdrawn", "one prefix withdrawn", "ms"),
    *bulk_rows(1000), *bulk_rows(10_000), *bulk_rows(100_000),
    Row("start", "start of four routers, to every route in every kernel", "ms"),
    Row("process", "one daemon: processor time until it serves", "ms"),
    Row("process wall", "one daemon: time until it serves", "ms"),
    Row("carrier", "carrier loss, far kernel leaves the path", "ms"),
    Row("carrier event", "of these, until the transit's kernel reports the link", "ms"),
    Row("carrier after event", "of these, from then on", "ms"),
    Row("memory", "resident memory, two peers", "MiB"),
    Row("memory full", "resident memory, transit with 100,000 prefixes", "MiB"),
    Row("client", "`ddmadm get-peers`", "ms"),
]
# With what a series is compared beside other routers: the bare kernel or a bare JVM.
LIMITS = {**{f"{count} {change}{kind}": f"kernel {change}{count}"
             for count in (1000, 10_000, 100_000) for change in ("", "withdrawn ") for kind in ("cold", "warm")},
          "carrier": "kernel carrier", "carrier event": "kernel carrier", "process": "jvm processor", "client": "jvm"}
KERNEL_ROWS = [Row(f"kernel {kind}{change}{count}", f"{count:,} {text} {verb}", "ms")
               for count in (1000, 10_000, 100_000)
               for kind, text in (("", "routes"), ("object ", "routes to a nexthop object"))
               for change, verb in (("", "added"), ("withdrawn ", "deleted"))]
KERNEL_ROWS.append(Row("kernel carrier", "a link loses its carrier, until the other end's kernel reports it", "ms"))


def table(titles, rows):
    """A table of Markdown whose columns are aligned."""
    cells = [list(titles), *[list(map(str, row)) for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(titles))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def ratios(results, series):
    """How many times the others' median ours is; none of what is accepted, which is not the same work for others."""
    if " accepted" in series:
        return ""
    ours = results.median(series, OURS)
    others = [(router.title, results.median(series, key)) for key, router in ROUTERS.items() if key != OURS]
    limit = LIMITS.get(series, "")
    others.append(("JVM" if limit.startswith("jvm") else "kernel", results.median(limit)))
    return ", ".join(f"{number(ours / other)} {title}" for title, other in others if ours and other)


def figures(results):
    """The table of all measures, with the routers that have values."""
    rows, routers = [], [key for key in ROUTERS if any(results.values(row.series, key) for row in ROWS)]
    for series, title, unit in ROWS:
        if not results.values(series):
            continue
        title = title if unit == "ms" else f"{title}, {unit}"
        rows.append([title, *(spread(results.values(series, key)) for key in routers),
                     spread(results.values(LIMITS.get(series))), ratios(results, series)])
    return table(["ms unless said; median (lowest to highest)", *(ROUTERS[key].title for key in routers),
                  "kernel or bare JVM", "ours divided by"], rows)


def kernel_figures(results):
    if not any(results.values(row.series) for row in KERNEL_ROWS):
        return ""
    return table(["a kernel without a router, ms", "median (lowest to highest)"],
                 [[row.title, spread(results.values(row.series))] for row in KERNEL_ROWS
                  if results.values(row.series)])


def unmeasured(results):
    """By title, the measures of each router that are possible and have no values."""
    missing = {}
    for name, measure in MEASURES.items():
        for key in [NOTHING] if measure.routers == NOTHING else ROUTERS:
            possible = key == NOTHING or measure.routers in ("all", key) and (
                measure.prefixes <= ROUTERS[key].most_prefixes)
            if possible and key not in results.measures.get(name, {"routers": {}})["routers"]:
                missing.setdefault(title_of(key), []).append(name)
    return missing


def conditions(results, page=True):
    """Machine and versions, what has no values, and by measure when it was done and how busy the machine was."""
    machines, versions, places, rows = {}, {}, {}, []
    for name in MEASURES:
        routers = results.measures.get(name, {"routers": {}})["routers"]
        for key, one in routers.items():
            machines[one["machine"]] = None
            if one["data"]:
                places[f"data of {title_of(key)} on {one['data']}"] = None
            versions.setdefault(title_of(key), {})[one["version"]] = None
        if routers:
            dates = sorted(one["date"] for one in routers.values())
            rows.append([f"`{name}`", dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}",
                         ", ".join(f"{len(one['busy'])} of {title_of(key)}" for key, one in routers.items()),
                         *(spread([value for one in routers.values() for value in one[name]])
                           for name in ("busy", "running"))])
    versions.pop(title_of(NOTHING), None)
    lines = [*machines, *places, ", ".join(f"{title} {' and '.join(found)}" for title, found in versions.items())]
    gaps = [f"* not measured: {', '.join(f'`{name}`' for name in names)} of {title}"
            for title, names in unmeasured(results).items()] if page else []
    failures = [f"* failed: {name} of {title_of(key)}: {reason}" for name, key, reason in results.failures()]
    titles = ["measure", "date (UTC)", "networks", "processors busy before, %", "processes that ran or waited"]
    return "\n".join([*(f"* {line}" for line in lines if line), *gaps, *failures]) + "\n\n" + table(titles, rows)


def title_of(key):
    return ROUTERS[key].title if key in ROUTERS else "kernel"


def goals(results, unmeasured=True):
    """Each goal: met, or how far away, and why."""
    rows = []
    for goal in GOALS:
        now = results.median(goal.series, OURS)
        if now is None:
            if not unmeasured:
                continue
            state = "not measured"
        elif now <= goal.most:
            state = "met" + on_memory(results, goal)
        else:
            state = f"{number(now / goal.most)} times the goal{on_memory(results, goal)}. {goal.cause}"
        title = next(row.title for row in ROWS if row.series == goal.series)
        rows.append([f"{title}, {goal.unit}", goal.before, "" if now is None else spread(
            results.values(goal.series, OURS)), f"<= {number(goal.most)}", state])
    return table(["goal", "before, on another machine", "now", "at most", "state"], rows)


def on_memory(results, goal):
    """What a state must say of a figure that was measured while what is stored did not reach a disk."""
    places = [place for place in results.on(goal.series, OURS) if place in MEMORY_FILE_SYSTEMS]
    return f" on {places[0]}" + (f"; on ext4 {goal.disk}" if goal.disk else "") if places else ""


def replace_section(text, name, content):
    """A page whose part between the two markers of a name is new; the markers stay."""
    begin, end = f"<!-- {name}: made by interop-tests/bench/peers -->\n", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise ValueError(f"the page must hold the markers of '{name}' once, in order: {begin.strip()} and {end}")
    return text[:text.index(begin)] + begin + "\n" + content.strip("\n") + "\n\n" + text[text.index(end):]

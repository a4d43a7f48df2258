"""The plots of docs/performance.md, as SVG."""
import math
from xml.sax.saxutils import escape

from .goals import GOALS
from .measures import NOTHING
from .report import OURS, ROWS
from .results import number
from .routers import ROUTERS

COLORS = {OURS: "#0060a0", "frr": "#c05000", "bird": "#208030", "babeld": "#8040a0", NOTHING: "#808080"}
COUNTS = (1, 1000, 10_000, 100_000)
LEFT, TOP, WIDTH, HEIGHT = 70, 30, 480, 300
BAR, NAMES = 24, 330


def page(width, height, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
            'font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n")


def text(x, y, words, anchor="start", color="black"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}">{escape(words)}</text>'


def line(points, color, dash=""):
    where = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline fill="none" stroke="{color}" stroke-width="1.5"{dashes} points="{where}"/>'


def curves(results):
    """Title, color, dashes and points (prefixes, median ms) of each line of the first plot."""
    def points(series_of, router):
        found = [(count, results.median(series_of(count), router)) for count in COUNTS]
        return [(count, value) for count, value in found if value]
    cold = lambda count: "one first" if count == 1 else f"{count} cold"
    warm = lambda count: "one" if count == 1 else f"{count} warm"
    made = []
    for key, router in ROUTERS.items():
        made.append((f"{router.title}, first burst", COLORS[key], "", points(cold, key)))
        made.append((f"{router.title}, later burst", COLORS[key], "5,3", points(warm, key)))
    made.append(("kernel alone", COLORS[NOTHING], "2,2", points(lambda count: f"kernel {count}", None)))
    return [curve for curve in made if curve[3]]


def prefixes(results):
    """Milliseconds until the last route against the number of prefixes, both logarithmic."""
    drawn = curves(results)
    values = [value for *_, points in drawn for _, value in points]
    if not values:
        return None
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    x = lambda count: LEFT + WIDTH * math.log10(count) / math.log10(COUNTS[-1])
    y = lambda value: TOP + HEIGHT * (high - math.log10(value)) / (high - low)
    parts = [text(LEFT, TOP - 12, "ms until the far kernel has the last route, by number of prefixes (median)"),
             f'<rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>']
    for exponent in range(low, high + 1):
        parts += [line([(LEFT, y(10 ** exponent)), (LEFT + WIDTH, y(10 ** exponent))], "#ddd"),
                  text(LEFT - 6, y(10 ** exponent) + 4, f"{10 ** exponent:,.10g}", "end")]
    for count in COUNTS:
        parts.append(text(x(count), TOP + HEIGHT + 18, f"{count:,}", "middle"))
    for i, (title, color, dash, points) in enumerate(drawn):
        parts.append(line([(x(count), y(value)) for count, value in points], color, dash))
        parts += [f'<circle cx="{x(count):.1f}" cy="{y(value):.1f}" r="2.5" fill="{color}"/>'
                  for count, value in points]
        height = TOP + 10 + 20 * i
        parts += [line([(LEFT + WIDTH + 15, height), (LEFT + WIDTH + 45, height)], color, dash),
                  text(LEFT + WIDTH + 52, height + 4, title)]
    return page(LEFT + WIDTH + 190, TOP + HEIGHT + 35, parts)


def goals(results):
    """Each goal's measure as a multiple of the goal."""
    found = [(goal, results.median(goal.series, OURS)) for goal in GOALS]
    bars = [(goal, value / goal.most) for goal, value in found if value]
    if not bars:
        return None
    low = min(-1, math.floor(min(math.log10(ratio) for _, ratio in bars)))
    high = max(1, math.ceil(max(math.log10(ratio) for _, ratio in bars)))
    x = lambda ratio: NAMES + WIDTH * (math.log10(ratio) - low) / (high - low)
    bottom = TOP + BAR * len(bars)
    places = sorted(set().union(*(results.on(goal.series, OURS) for goal, _ in bars)) - {""})
    parts = [text(NAMES, TOP - 12, "; ".join(["times the goal", "green: met",
                                              *([f"data on {' and '.join(places)}"] if places else [])]))]
    for exponent in range(low, high + 1):
        parts += [line([(x(10 ** exponent), TOP), (x(10 ** exponent), bottom)], "#444" if exponent == 0 else "#ddd"),
                  text(x(10 ** exponent), bottom + 16, f"{10 ** exponent:,.10g}", "middle")]
    for i, (goal, ratio) in enumerate(bars):
        top, edge = TOP + BAR * i + 4, x(max(ratio, 10 ** low))
        title = next(row.title for row in ROWS if row.series == goal.series).replace("`", "")
        color = "#208030" if ratio <= 1 else "#c05000"
        start, end = min(edge, x(1)), max(edge, x(1))
        parts += [text(NAMES - 8, top + 13, title, "end"),
                  f'<rect x="{start:.1f}" y="{top}" width="{max(end - start, 1):.1f}" height="{BAR - 8}" '
                  f'fill="{color}"/>', text(end + 6, top + 13, number(ratio))]
    return page(NAMES + WIDTH + 60, bottom + 30, parts)


def draw(results):
    """The plots by file name; only those that have something to show."""
    made = {"performance-prefixes.svg": prefixes(results), "performance-goals.svg": goals(results)}
    return {name: drawn for name, drawn in made.items() if drawn}

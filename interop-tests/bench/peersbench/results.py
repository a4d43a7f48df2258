"""What was measured: kept in a file, so that measures can run one by one, and statistics of it."""
import json
import os
import statistics


class Results:
    """
    Values by measure, series and router, and how each router came to those of a measure: machine, version, date, the
    file system of its data, how busy the machine was before each network. Without a file nothing is kept.
    """

    def __init__(self, file):
        self.file = file
        self.measures = {}
        if file and os.path.exists(file):
            with open(file) as kept:
                self.measures = json.load(kept)

    def begin(self, measure, router, conditions, add):
        """Forgets a router's values of a measure, or keeps them to add more if program and machine are the same."""
        kept = self.measures.setdefault(measure, {"routers": {}, "values": {}, "failures": []})
        before = kept["routers"].get(router)
        if add and before:
            for name in ("machine", "version", "data"):
                if before[name] != conditions[name]:
                    raise SystemExit(f"peers: --add: {measure} of {router} was measured with another {name}: "
                                     f"{before[name]}, not {conditions[name]}")
            return
        for values in kept["values"].values():
            values.pop(router, None)
        kept["failures"] = [failure for failure in kept["failures"] if failure[0] != router]
        kept["routers"][router] = {**conditions, "busy": [], "running": []}

    def record(self, measure, series, router, value):
        self.measures[measure]["values"].setdefault(series, {}).setdefault(router, []).append(value)

    def network(self, measure, router, other_work, failure):
        """Counts a network whose values were recorded; other work is in percent and processes, failure a reason."""
        kept = self.measures[measure]
        for name, value in zip(("busy", "running"), other_work):
            kept["routers"][router][name].append(value)
        if failure:
            kept["failures"].append([router, failure])

    def save(self):
        if not self.file:
            return
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        with open(self.file + ".new", "w") as new:
            new.write(text_of(self.measures) + "\n")
        os.replace(self.file + ".new", self.file)

    def values(self, series, router=None):
        """All values of a series, whichever measure gave them; of all routers if none is given."""
        found = []
        for measure in self.measures.values():
            by_router = measure["values"].get(series, {})
            for key in by_router if router is None else [router]:
                found += by_router.get(key, [])
        return found

    def median(self, series, router=None):
        values = self.values(series, router)
        return statistics.median(values) if values else None

    def on(self, series, router):
        """The file systems that held a router's data when a series was measured."""
        return {measure["routers"][router]["data"] for measure in self.measures.values()
                if measure["values"].get(series, {}).get(router)}

    def failures(self):
        """(measure, router, why)"""
        return [(name, *failure) for name, measure in self.measures.items() for failure in measure["failures"]]


def text_of(value, indent=""):
    """JSON with each list in a line of its own."""
    if not isinstance(value, dict) or not value:
        return json.dumps(value)
    lines = [f"{indent} {json.dumps(name)}: {text_of(inner, indent + ' ')}" for name, inner in value.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def number(value):
    """A value with as many digits as are worth reading."""
    if value >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.995 else f"{value:.2g}"


def spread(values):
    """Median and extremes, or nothing."""
    if not values:
        return ""
    if len(values) == 1:
        return number(values[0])
    return f"{number(statistics.median(values))} ({number(min(values))} to {number(max(values))})"

"""What was measured: kept in a file, so that measures can run one by one, and statistics of it."""
import json
import os
import statistics


class Results:
    """Values by measure, series and router, with the conditions of each measure. Without a file nothing is kept."""

    def __init__(self, file):
        self.file = file
        self.measures = {}
        if file and os.path.exists(file):
            with open(file) as kept:
                self.measures = json.load(kept)

    def begin(self, measure, conditions, add):
        """Forgets the values of a measure, or keeps them to add more if they are of the same programs and machine."""
        before = self.measures.get(measure)
        if add and before:
            for name in ("machine", "versions"):
                if before["conditions"][name] != conditions[name]:
                    raise SystemExit(f"peers: --add: {measure} was measured with another {name}: "
                                     f"{before['conditions'][name]}, not {conditions[name]}")
            return
        self.measures[measure] = {"conditions": conditions, "runs": {}, "busy": [], "values": {}, "failures": []}

    def record(self, measure, series, router, value):
        self.measures[measure]["values"].setdefault(series, {}).setdefault(router, []).append(value)

    def save(self):
        if not self.file:
            return
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        with open(self.file + ".new", "w") as new:
            json.dump(self.measures, new, indent=1)
        os.replace(self.file + ".new", self.file)

    def values(self, series, router):
        """All values of a series, whichever measure gave them."""
        for measure in self.measures.values():
            found = measure["values"].get(series, {}).get(router)
            if found:
                return found
        return []

    def median(self, series, router):
        values = self.values(series, router)
        return statistics.median(values) if values else None

    def has(self, series):
        return any(series in measure["values"] for measure in self.measures.values())

    def failures(self):
        return [failure for measure in self.measures.values() for failure in measure["failures"]]


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

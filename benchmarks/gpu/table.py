#!/usr/bin/env python3
"""Writes what networks did on TornadoVM into the table of docs/tornadovm.md, and the day into the text above it.

    bench.py --allow-cpu --steps correctness -o results.json
    table.py results.json ../../docs/tornadovm.md
"""

import json
import pathlib
import re
import sys

HEAD = "| network | distance: loops |"
DAY = re.compile(r"on \d{4}-\d\d-\d\d, by `benchmarks/gpu/bench.py --allow-cpu")


def distance(row):
    return "0" if row["distance"] == 0 else re.sub("e-0", "e-", f"{row['distance']:.1e}")


def ms(number):
    return f"{round(number):,}"


def rows(results):
    """A line for each network, in the order in which they came."""
    by_path = {(row["network"], row["path"]): row for row in results["correctness"]}
    for network in dict.fromkeys(network for network, _ in by_path):
        loops, tiled = by_path[network, "bb loops"], by_path[network, "bb tiled"]
        yield (f"| {network} | {distance(loops)} | {distance(tiled)} | {ms(loops['first_ms'] / 1e3)} "
               f"| {ms(loops['median_ms'])} | {ms(tiled['median_ms'])} | {ms(loops['cpu_engine_ms'])} |")


def written(text, results):
    lines = text.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith(HEAD))
    end = next(i for i in range(head, len(lines)) if not lines[i].startswith("|"))
    lines[head + 2:end] = rows(results)
    day = f"on {results['date'][:10]}, by `benchmarks/gpu/bench.py --allow-cpu"
    return DAY.sub(day, "\n".join(lines) + "\n")


def main():
    results = json.loads(pathlib.Path(sys.argv[1]).read_text())
    failed = [row for row in results["correctness"] if "distance" not in row]
    if failed:
        sys.exit(f"nothing is written: {failed[0]}")
    file = pathlib.Path(sys.argv[2])
    file.write_text(written(file.read_text(), results))


if __name__ == "__main__":
    main()

"""The results, in a file that is whole at any time."""

import datetime
import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "results"


class Report:
    def __init__(self, output, facts):
        self.output = output
        self.content = facts | {"correctness": [], "times": [], "tuning": {}}

    def add(self, part, row):
        """Adds a row, and keeps it: whoever lends a machine may take it away."""
        self.content[part].append(row)
        self.content["card"] = self.content["card"] or row.get("device", "")
        self.write()

    def tuned(self, folder):
        """Adds which form of each kernel was the fastest, where that was measured."""
        for file in sorted(folder.glob("*.tuning.json")):
            self.content["tuning"][file.name.removesuffix(".tuning.json")] = json.loads(file.read_text())
        self.write()
        if self.output == "-":
            sys.stdout.write(self.text())

    def agrees(self):
        return all(row.get("agrees", True) for row in self.content["correctness"])

    def text(self):
        return json.dumps(self.content, indent=2) + "\n"

    def write(self):
        if self.output != "-":
            file = pathlib.Path(self.output) if self.output else self.own_file()
            part = file.with_name(file.name + ".part")
            part.write_text(self.text())
            part.replace(file)

    def own_file(self):
        """One for each card and day."""
        if not self.content["card"]:
            return FOLDER / "no-device.json"
        FOLDER.mkdir(exist_ok=True)
        word = re.sub(r"[^a-z0-9]+", "-", self.content["card"].lower()).strip("-")
        return FOLDER / f"{word}-{datetime.date.today().isoformat()}.json"


def say(row):
    """Tells who waits how far it is."""
    print(json.dumps(row), file=sys.stderr, flush=True)
    return row

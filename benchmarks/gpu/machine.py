"""What is run here: commands that end in time, the compiler, Java, the SDK."""

import json
import math
import os
import pathlib
import re
import signal
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

# the exit status of what was ended, and what is said of it
TIME_OVER = 124
SKIPPED = {"skipped": "the time is over"}


class Missing(Exception):
    """Without this nothing can be measured."""


def run(command, limit=None, **options):
    """Ends what takes longer than so many seconds, with what it started; what it has said by then is kept."""
    command = [str(part) for part in command]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdout=pipe, stderr=pipe, start_new_session=True, **options) as process:
        try:
            out, error = process.communicate(timeout=None if limit == math.inf else limit)
            return subprocess.CompletedProcess(command, process.returncode, out, error)
        except BaseException as reason:
            os.killpg(process.pid, signal.SIGKILL)
            if not isinstance(reason, subprocess.TimeoutExpired):
                raise
            out, error = process.communicate()
            return subprocess.CompletedProcess(command, TIME_OVER, out, error)


def rows_of(result):
    """The lines of JSON that a process printed, whole ones."""
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{") and line.endswith("}")]


def has(program):
    return any((pathlib.Path(folder) / program).exists() for folder in os.environ["PATH"].split(os.pathsep))


def doctor(arguments):
    command = [ROOT / "bbc", "doctor", "--format", "json"]
    if arguments.tornadovm:
        command += ["--tornadovm", arguments.tornadovm]
    found = run(command)
    if found.returncode != 0:
        raise Missing(found.stderr.strip())
    return json.loads(found.stdout)


def java(facts):
    """The Java with which bbc runs."""
    jdk = next(finding["found"] for finding in facts["findings"] if finding["subject"] == "JDK")
    return pathlib.Path(jdk.split(", ", 1)[1]) / "bin" / "java"


def sdk(arguments):
    places = [arguments.tornadovm] if arguments.tornadovm else [
        os.environ.get("TORNADOVM_HOME"), pathlib.Path.home() / ".sdkman/candidates/tornadovm/current"]
    for place in places:
        if place and (pathlib.Path(place) / "tornado-argfile").exists():
            return pathlib.Path(place)
    raise Missing("no TornadoVM SDK; `bbc doctor` says where it was looked for")


def backends(home):
    text = (home / "etc" / "tornado.backend").read_text()
    listed = re.search(r"tornado.backends=(.*)", text).group(1)
    return [name.strip().removesuffix("-backend") for name in listed.split(",")]


def compiled(file, network, at, precision="fp32"):
    """The network's jar, from what was prepared if it is there."""
    jar = at.folder / f"{network}-{precision}.jar"
    if jar.exists():
        return jar
    result = run([ROOT / "bbc", "compile", ROOT / "examples" / "zoo" / f"{file}.bb", "--network", network,
                  "--target", "tornado", "--precision", precision, "--tornadovm", at.home, "-o", jar])
    if result.returncode != 0:
        raise Missing(f"{network} does not compile: {result.stderr.strip()}")
    return jar


def package(network):
    """Where bbc puts a network, and below it the runtime."""
    return f"bb.models.{network.lower()}"


def started(at, options, folder, caches, limit):
    """A Java with TornadoVM, in which no driver knows a kernel from before.

    With signal chaining: PoCL takes Java's handler of memory faults away, by which Java finds null.
    """
    chaining = at.java.parent.parent / "lib" / "libjsig.so"
    environment = os.environ | {"POCL_CACHE_DIR": caches, "CUDA_CACHE_PATH": caches} | (
        {"LD_PRELOAD": str(chaining)} if chaining.exists() else {})
    return run([at.java, f"@{at.home / 'tornado-argfile'}", *options], cwd=folder, env=environment, limit=limit)


def card():
    """The name of the card, if there is one."""
    asked = run(["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"]) if has("nvidia-smi") else None
    return asked.stdout.splitlines()[0].strip() if asked and asked.returncode == 0 else ""

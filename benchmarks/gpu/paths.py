"""The ways a network can be computed, and the settings that say so."""

# how kernels are written
PATHS = {
    "loops": ["-Dbb.tornado.style=parallel", "-Dbb.tornado.libraries=off"],
    "tiled": ["-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=off"],
    "tiled, aligned": [
        "-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=off", "-Dtornado.panama.objectHeader=256"],
    "tiled, graphs": [
        "-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=off", "-Dbb.tornado.graphs=true"],
    "libraries": ["-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=measure"],
    "libraries, TF32": [
        "-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=measure", "-Dbb.tornado.tf32=true"],
    "libraries, aligned, graphs": [
        "-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=measure", "-Dtornado.panama.objectHeader=256",
        "-Dbb.tornado.graphs=true"]}

# further than this from the CPU engine is wrong: what is rounded to fewer bits is not compared
TOLERANCES = {"loops": 1e-4, "tiled": 1e-4, "libraries": 1e-4}

# what is timed before PyTorch, and after it
FIRST = [("fp32", "tiled"), ("fp32", "libraries"), ("fp32", "libraries, TF32"), ("fp16", "tiled"), ("fp16", "libraries")]
LATER = [("fp32", "tiled, graphs"), ("fp32", "tiled, aligned"), ("fp32", "libraries, aligned, graphs"),
         ("fp16", "libraries, aligned, graphs"), ("fp32", "loops")]

# those that record graphs
RECORDING = ("cuda", "ptx")


def of(backend):
    """The ways that a backend has."""
    return [path for path in PATHS
            if (backend == "cuda" or "libraries" not in path) and (backend in RECORDING or "graphs" not in path)]


def settings(backend, path):
    return [f"-Dbb.tornado.backend={backend}", *PATHS[path]]

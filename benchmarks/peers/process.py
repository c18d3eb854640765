"""One system in one fresh process: ``python -m peers.process ADAPTER TEXTS OUT SPAWNED``.

TEXTS has one JSON string a line. Writes to OUT one line of rows for each text, and then one of measurements: seconds from SPAWNED
(the Unix time at which the process was started) to the first answer, the processor's seconds for it, those for all texts once
warm, and the largest memory. Whoever starts it keeps the libraries to one thread; the processor's time counts every thread.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

#: Two short sentences: the first answer that somebody waits for.
FIRST = "The delegation flew from Vienna to Nairobi on Monday. Talks in Kenya will last two days."
_WARM_UP = 5


def main() -> None:
    """Load the adapter, answer, warm up, then answer everything against the clock."""
    name, texts_file, out_file, spawned = sys.argv[1:]
    where, _, adapter = name.partition(":")
    module = importlib.import_module(where)
    system = getattr(module, adapter)()
    system.find(FIRST)
    measured: dict[str, object] = {"start_up_s": time.time() - float(spawned), "start_up_cpu_s": time.process_time()}
    texts = [json.loads(line) for line in Path(texts_file).read_text(encoding="utf-8").split("\n") if line]
    for text in texts[:_WARM_UP]:
        system.find(text)
    spent = 0.0
    with Path(out_file).open("w", encoding="utf-8") as out:
        for text in texts:
            began = time.process_time()
            rows = system.find(text)
            spent += time.process_time() - began
            out.write(json.dumps(rows) + "\n")
        measured |= {"cpu_s": spent, "memory_mb": _peak_mb(), "versions": _versions(module.PACKAGES)}
        out.write(json.dumps(measured) + "\n")


def _peak_mb() -> float:
    """The largest resident memory of this process so far.

    Linux counts it for the program; what ``getrusage`` says there includes the process that started it. macOS gives bytes.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM:"))
        return int(line.split()[1]) / (1 << 10)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def _versions(packages: tuple[str, ...]) -> dict[str, str]:
    return {package: version(package) for package in packages}


if __name__ == "__main__":
    main()

"""Feed spoilt inputs to every reader: no crash, no input over 2 s of processor time, nothing dropped without a reason.

``python benchmarks/fuzz_documents.py FORMAT|all [--inputs N] [--seed N] [--keep FOLDER]``. The same seed gives the same inputs.
With ``--guided``, atheris (``pip install atheris``) goes on from the specimens by what code each input reaches.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fuzzing.trial import Report

sys.path.insert(0, str(Path(__file__).resolve().parent))

#: Seconds of processor time that one input may take.
LIMIT_SECONDS = 2.0
_HEADER = ("format", "inputs", "read", "in part", "refused, explained", "crashes", "hangs", "slowest, s", "total, s")


def main(arguments: list[str] | None = None) -> int:
    """Try the inputs and print a row for each format; 1 where something was found."""
    from fuzzing import guided, trial
    from fuzzing.targets import targets

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "formats", nargs="+", choices=[*targets(), "all"], metavar="FORMAT", help=f"all, or: {' '.join(targets())}"
    )
    parser.add_argument("--inputs", type=int, default=10_000, metavar="N", help="inputs for each format (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="begin with this input (default: %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the inputs that were found to break something here")
    parser.add_argument("--guided", action="store_true", help="by atheris, guided by coverage")
    given = parser.parse_args(arguments)
    names = list(targets()) if "all" in given.formats else given.formats
    if given.guided:
        return max(
            guided.run(name, inputs=given.inputs, seed=given.seed, limit_seconds=LIMIT_SECONDS, keep=given.keep) for name in names
        )
    print("| " + " | ".join(_HEADER) + " |\n" + "|---" * len(_HEADER) + "|", flush=True)
    wrong = False
    for name in names:
        report = trial.tried(
            targets()[name], inputs=given.inputs, seed=given.seed, limit_seconds=LIMIT_SECONDS, first=given.first
        )
        _print(report)
        _keep(report, given.keep, given.seed)
        wrong = wrong or bool(report.findings)
    return 1 if wrong else 0


def _print(report: Report) -> None:
    kinds = [finding.kind for finding in report.findings]
    cells = [report.name, f"{report.inputs:,}", *(f"{report.outcomes[kind]:,}" for kind in ("read", "in part", "refused"))]
    cells += [
        str(len(kinds) - kinds.count("hang")),
        str(kinds.count("hang")),
        f"{report.slowest[0]:.2f} (#{report.slowest[1]})",
        f"{report.seconds:.0f}",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)
    for finding in report.findings[:20]:
        print(f"  {finding.kind} in {report.name} {finding.number}: {finding.words}", file=sys.stderr, flush=True)


def _keep(report: Report, folder: Path | None, seed: int) -> None:
    from fuzzing import trial
    from fuzzing.targets import targets

    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for finding in report.findings:
        data = trial.made(targets()[report.name], seed, finding.number)
        (folder / f"{report.name}-{seed}-{finding.number}-{finding.kind}").write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())

"""Write the time expressions that geomap finds in an annotated corpus, for a scorer to compare with the gold.

usage: python benchmarks/predict_timexes.py GOLD OUT

GOLD is a JSONL file or a folder of them, a document a line: ``{"id", "text", "dct"}`` with ``dct`` the publication date
(YYYY-MM-DD, a time may follow). OUT gets a line for each: ``{"id", "timexes": [{"start", "end", "type", "value"}]}``. Prints the
speed.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from geomap import timexes


def main(gold: str, out: str) -> None:
    """Predict every document of ``gold`` into ``out``."""
    source = Path(gold)
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    documents = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    started = time.perf_counter()
    with Path(out).open("w", encoding="utf-8") as sink:
        for document in documents:
            published = date.fromisoformat(document["dct"][:10]) if document.get("dct") else None
            found = timexes.find(document["text"], published=published)
            records = [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found]
            sink.write(json.dumps({"id": document["id"], "timexes": records}) + "\n")
    seconds = time.perf_counter() - started
    size = sum(len(document["text"]) for document in documents)
    print(
        f"{len(documents)} documents, {size / 1e6:.2f} M characters in {seconds:.2f} s: {size / 1e6 / seconds:.2f} M characters/s"
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2])

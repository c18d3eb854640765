"""Writes a dump in GeoNames' format with invented places, as large as is asked.

    python benchmarks/make_geonames_dump.py ROWS FILE [--seed N]

It resembles allCountries.txt in what costs time and room: countries one after the other with ids that rise within each,
the shares of the feature classes, one settlement in eight with a population, a fifth of the names shared by many places,
alternate names for one row in four (some in other scripts), accents. The same rows and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

CLASSES = {
    "P": (("PPL", "PPL", "PPL", "PPLX", "PPLL", "PPLA3"), 0.40),
    "S": (("HTL", "SCH", "CH", "FRM", "BLDG", "AIRP"), 0.20),
    "H": (("STM", "STM", "LK", "SPNG", "RSV"), 0.18),
    "T": (("MT", "HLL", "VAL", "ISL", "PK"), 0.12),
    "A": (("ADM3", "ADM4", "ADMD", "ADM2"), 0.04),
    "L": (("LCTY", "PRK", "AREA"), 0.04),
    "V": (("FRST",), 0.005),
    "R": (("RD", "ST", "RR"), 0.012),
    "U": (("SMU",), 0.003),
}
ONSETS = (
    "",
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gh",
    "h",
    "k",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "qu",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "z",
)
VOWELS = ("a", "e", "i", "o", "u", "á", "é", "ö", "ã", "ou", "ia")
ENDS = ("", "n", "r", "s", "l", "m", "k", "nd", "rg", "st", "ł")
GENERIC = ("Creek", "Hill", "Lake", "Church", "School", "Park", "River", "San", "Santa", "Al", "Nueva", "Upper")
GREEK = str.maketrans("abdefghiklmnoprstuvz", "αβδεφγηικλμνοπρστυβζ")
PLAIN = str.maketrans("áéöãłÁÉÖÃŁ", "aeoalAEOAL")
CODES = [a + b for a in "ABCDEFGHIKLMNPRSTUVZ" for b in "ADEGILMNORSTZ"]


def word(chance: random.Random) -> str:
    """An invented word of two to four syllables."""
    syllables = chance.choice((2, 2, 3, 3, 4))
    return "".join(chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(syllables)).capitalize() + chance.choice(ENDS)


def write(rows: int, path: Path, *, seed: int = 1) -> None:
    """Write the dump."""
    chance = random.Random(seed)
    words = [word(chance) for _ in range(200_000)]
    common = [f"{chance.choice(GENERIC)} {w}" if chance.random() < 0.5 else w for w in words[:4000]]
    kinds, shares = list(CLASSES), [share for _, share in CLASSES.values()]
    each = max(1, rows // len(CODES) + 1)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for done in range(0, rows, each):
            country = CODES[done // each]
            key = 20_000_000 + (done // each) * 7 % len(CODES) * each * 4
            south, west = chance.uniform(-60, 70), chance.uniform(-175, 165)
            for number in range(min(each, rows - done)):
                key += chance.randrange(1, 4)
                lat, lon = south + chance.random() * 12, west + chance.random() * 12
                line = _line(chance, words, common, number, kinds=kinds, shares=shares)
                file.write(
                    f"{key}\t{line[0]}\t{lat:.5f}\t{lon:.5f}\t{line[1]}\t{country}\t\t{line[2]}\t\t\t\t{line[3]}\t\t120\tEtc/UTC\t2026-01-01\n"
                )


def _line(
    chance: random.Random, words: list[str], common: list[str], number: int, *, kinds: list[str], shares: list[float]
) -> tuple[str, str, str, int]:
    """Names, feature, area and population of one place."""
    if number < 20:
        name = f"{words[chance.randrange(len(words))]} Province"
        return f"{name}\t{name.translate(PLAIN)}\t", "A\tADM1", f"{number:02}", chance.randrange(10**5, 10**7)
    kind = chance.choices(kinds, shares)[0]
    draw = chance.random()
    if draw < 0.2:
        name = common[int(len(common) * chance.random() ** 3)]
    elif draw < 0.5:
        name = words[chance.randrange(len(words))]
    else:
        name = f"{words[chance.randrange(len(words))]} {words[chance.randrange(len(words))]}"
    alternates = ""
    if chance.random() < 0.25:
        others = [words[chance.randrange(len(words))] for _ in range(chance.randrange(1, 6))]
        alternates = ",".join(o.lower().translate(GREEK) if chance.random() < 0.3 else o for o in others)
    people = int(200 * chance.paretovariate(1.1)) if kind == "P" and chance.random() < 0.125 else 0
    return (
        f"{name}\t{name.translate(PLAIN)}\t{alternates}",
        f"{kind}\t{chance.choice(CLASSES[kind][0])}",
        f"{chance.randrange(20):02}",
        min(people, 3 * 10**7),
    )


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description="Write an invented dump in GeoNames' format.")
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(arguments.rows, arguments.file, seed=arguments.seed)


if __name__ == "__main__":
    main()

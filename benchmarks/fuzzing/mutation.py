"""Ways to spoil an input: of bytes, of lines, of the parts of an archive. The same number always gives the same input."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from fuzzing import tokens as words

#: An input grows no longer than this, in bytes: what takes long with more than that is a matter of the limits.
LONGEST = 200_000
_RUNS = (10, 100, 1_000, 5_000)
Parts = list[tuple[str, bytes]]


def any_input(chance: random.Random, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """An input: mostly a specimen with a few faults, sometimes words of the format in any order, or noise."""
    kind = chance.random()
    if kind < 0.03:
        return chance.randbytes(chance.randrange(400))
    if kind < 0.13:
        return b"".join(chance.choice(tokens) for _ in range(chance.randrange(1, 60)))[:LONGEST]
    return spoilt(chance, chance.choice(seeds), seeds, tokens)


def spoilt(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """The data with one to eight faults."""
    for _ in range(min(8, 1 + int(chance.expovariate(0.6)))):
        data = chance.choice(_FAULTS)(chance, data, seeds, tokens)[:LONGEST]
    return data


def parts(chance: random.Random, whole: Parts, tokens: Sequence[bytes]) -> Parts:
    """The parts of an archive with a fault or more: in a part, in its name, in their number and order."""
    found = list(whole)
    for _ in range(1 + chance.randrange(3)):
        if not found:
            return found
        at = chance.randrange(len(found))
        name, content = found[at]
        match chance.randrange(6):
            case 0:
                found[at] = (chance.choice(words.NAMES), content)
            case 1:
                del found[at]
            case 2:
                found.append(chance.choice(found))
            case 3:
                chance.shuffle(found)
            case _:
                found[at] = (name, spoilt(chance, content, [part for _, part in whole], tokens))
    return found


def _place(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(1 / 20)))


def _flip(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(1 + chance.randrange(4)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _insert(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(tokens) + data[at:]


def _replace(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _place(chance, data)
    return data[:start] + chance.choice(tokens) + data[end:]


def _exchange(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """One word of the format for another, wherever it stands."""
    there = [token for token in tokens if token in data]
    return data.replace(chance.choice(there), chance.choice(tokens), chance.randrange(1, 4)) if there else data


def _delete(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _place(chance, data)
    return data[:start] + data[end:]


def _truncate(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _again(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _place(chance, data)
    return data[:end] + data[start:end] * chance.randrange(1, 5) + data[end:]


def _run(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """The same word many times over, where patterns and parsers that go back and forth become slow."""
    at = chance.randrange(len(data) + 1)
    token = chance.choice(tokens)
    return data[:at] + token * min(chance.choice(_RUNS), LONGEST // (2 * len(token) + 1)) + data[at:]


def _splice(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _lines(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Two lines in each other's place, or one less."""
    lines = data.split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    if a == b:
        del lines[a]
    else:
        lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _recode(chance: random.Random, data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    encoding = chance.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1251", "shift-jis", "utf-8-sig", "utf-7")
    )
    return data.decode("utf-8", "replace").encode(encoding, "replace")


_Fault = Callable[[random.Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]
#: Twice what finds most.
_FAULTS: tuple[_Fault, ...] = (
    _flip, _insert, _insert, _replace, _replace, _exchange, _delete, _truncate, _again, _run, _splice, _lines, _recode,
)  # fmt: skip

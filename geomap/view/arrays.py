"""Named arrays in one file that is mapped into memory, not read: opened at once, whatever its size, and shared by processes.

An Arrow file with a single record, each field of which is one whole array: numbers, or strings.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[Any]
#: Numbers, or a ``pa.LargeStringArray`` (Arrow comes without types).
Array = Any
Arrays = dict[str, Array]

_STAMP = b"geomap_version"


class DamagedError(ValueError):
    """What such a file says can't be so."""


def write(path: Path, arrays: Mapping[str, Array], *, stamp: str) -> None:
    """Write the arrays to a new file that then takes the place of what is at ``path``."""
    fields = {name: _whole(array) for name, array in arrays.items()}
    schema = pa.schema([(name, array.type) for name, array in fields.items()], metadata={_STAMP: stamp.encode()})
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        with pa.OSFile(str(draft), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            writer.write_batch(pa.record_batch(list(fields.values()), schema=schema))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read(path: Path, *, stamp: str) -> Arrays | None:
    """The arrays at ``path``, none of which may be written to; None where they are of another stamp, or there are none."""
    try:
        file = pa.ipc.open_file(pa.memory_map(str(path)))
        if (file.schema.metadata or {}).get(_STAMP) != stamp.encode():
            return None
        batch = file.get_batch(0)
        batch.validate()
        return {field.name: _array(batch.column(i)) for i, field in enumerate(file.schema)}
    except (OSError, pa.ArrowException, DamagedError):
        return None


def _whole(array: Array) -> pa.LargeListArray:
    values = pa.array(array) if isinstance(array, np.ndarray) else array
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)


def _array(whole: pa.LargeListArray) -> Array:
    values = whole.values
    if not pa.types.is_large_string(values.type):
        return np.asarray(values.to_numpy(zero_copy_only=True))
    _, offsets, text = values.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[values.offset : values.offset + len(values) + 1]
    # A string that begins or ends outside of the text would be read from anywhere in memory.
    if len(ends) and (ends[0] < 0 or ends[-1] > (text.size if text else 0) or (np.diff(ends) < 0).any()):
        raise DamagedError("the strings of an array do not follow one another")
    return values

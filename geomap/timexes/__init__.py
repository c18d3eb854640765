"""Time expressions: recognised by rules, normalised to TimeML values and to intervals of days."""

from geomap.timexes.recognise import find

__all__ = ["find"]

"""Which place a name may mean: the user's own places over those of the world, offline."""

from geomap.gazetteer.index import Gazetteer
from geomap.gazetteer.own_places import Problem, check

__all__ = ["Gazetteer", "Problem", "check"]

"""Puts the top-level gazetteer.csv into the wheel, so that an installed geomap has it and git keeps one copy."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithGazetteer(build_py):
    """Builds the package and lays gazetteer.csv beside its other data."""

    def run(self) -> None:
        """Also in the checkout's own name: an editable install reads the file at the top."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "geomap" / "data" / "gazetteer"
            self.mkpath(str(target))
            self.copy_file("gazetteer.csv", str(target / "gazetteer.csv"))


setup(cmdclass={"build_py": BuildWithGazetteer})

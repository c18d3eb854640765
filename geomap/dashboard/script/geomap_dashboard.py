"""The script that ``geomap dashboard`` hands to Streamlit; in a folder of its own, which Streamlit puts on the import path."""

from geomap.dashboard import main

main()

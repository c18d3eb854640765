"""Where `streamlit run` starts: hand over to the dashboard."""

from geomap.dashboard import main

main()

from geomap.dashboard import main

main()

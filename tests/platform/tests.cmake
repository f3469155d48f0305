# Figures are placed by the fonts that the page uses.
target_sources(test_platform PRIVATE ui/harness.cpp ui/raster.cpp)
add_dependencies(test_platform fonts)

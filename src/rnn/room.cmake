# Eigen's decompositions: -O3 would unroll them to a fifth more bytes.
if(EMSCRIPTEN AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  set_source_files_properties(src/rnn/jacobian.cpp src/rnn/measures.cpp PROPERTIES COMPILE_OPTIONS -Os)
endif()

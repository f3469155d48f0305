# The golden files are what the second implementation writes: one that was edited by hand, or not made anew, is found.
if(label STREQUAL native)
  add_test(NAME source.second_opinion COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/nn/second_opinion.py --check)
  set_tests_properties(source.second_opinion PROPERTIES LABELS source)
endif()

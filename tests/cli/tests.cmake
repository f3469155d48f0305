# The command line as it is called: native only, under sanitizers too.
if(TARGET stride)
  add_test(NAME ${label}.cli COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/cli/test_cli.py $<TARGET_FILE:stride>)
  set_tests_properties(${label}.cli PROPERTIES LABELS ${label})
endif()

# The command line as it is called: native only, under sanitizers too.
if(TARGET stride)
  add_test(NAME ${label}.cli COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/cli/test_cli.py $<TARGET_FILE:stride>)
  add_test(NAME ${label}.cli_rnn COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/cli/test_rnn.py $<TARGET_FILE:stride>)
  set_tests_properties(${label}.cli ${label}.cli_rnn PROPERTIES LABELS ${label})
endif()

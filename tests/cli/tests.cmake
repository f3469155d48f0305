# The command line as it is called: native only, under sanitizers too.
if(TARGET stride)
  foreach(file cli courses rnn schema sweep)
    add_test(NAME ${label}.cli_${file} COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/cli/test_${file}.py $<TARGET_FILE:stride>)
    set_tests_properties(${label}.cli_${file} PROPERTIES LABELS ${label})
  endforeach()
endif()

# The built engine in node's workers, in both builds.
if(EMSCRIPTEN)
  room_tests(test_engine_relaxed engine stride_engine_relaxed --experimental-wasm-relaxed-simd)
  set(worker ${CMAKE_CURRENT_SOURCE_DIR}/engine/worker.mjs)
  add_test(NAME ${label}.engine_worker COMMAND node ${worker} $<TARGET_FILE_DIR:engine> engine)
  add_test(NAME ${label}.engine_worker_relaxed
    COMMAND node --experimental-wasm-relaxed-simd ${worker} $<TARGET_FILE_DIR:engine-relaxed> engine-relaxed)
  set_tests_properties(${label}.engine_worker ${label}.engine_worker_relaxed PROPERTIES LABELS ${label})
endif()

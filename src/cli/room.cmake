# Where web/content is, unless STRIDE_CONTENT says otherwise.
target_compile_definitions(${target} PRIVATE STRIDE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")

# Sizes and indices are 64-bit, so that counts are exact everywhere; where pointers have 32 bits, indexing narrows them,
# after the buffer that they index could be made. A library of its own, since its options come behind those of `ours`.
if(NOT TARGET narrow_indices)
  add_library(narrow_indices INTERFACE)
  target_compile_options(narrow_indices INTERFACE -Wno-shorten-64-to-32)
endif()
target_link_libraries(${target} PRIVATE narrow_indices)

# As in the room itself.
target_link_libraries(test_tensor PRIVATE narrow_indices)

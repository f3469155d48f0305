# As in the room itself.
target_link_libraries(test_model PRIVATE narrow_indices)

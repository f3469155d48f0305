#The recurrent lab is tried on what the engine really brings.
target_link_libraries(test_app PRIVATE stride_engine)

/// SDL could look GL's functions up by name, and with that all of them would be linked, 9 KB when compressed. Nothing
/// here does, so this definition comes before the library's.
extern "C" void* eglGetProcAddress(const char*) { return nullptr; }

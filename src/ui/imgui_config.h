#pragma once

// How Dear ImGui is built for Stride: pass -DIMGUI_USER_CONFIG="\"ui/imgui_config.h\"" to every file that sees imgui.h.

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define ImDrawIdx unsigned int  // a grid of 212 x 212 cells has more than 65536 corners

// Native tests ask ImGui which items it holds for interactive; they define the hooks.
#ifdef STRIDE_IMGUI_HOOKS
#define IMGUI_ENABLE_TEST_ENGINE
#endif

#include "harness.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {
stride::ui::test::Seen* listener = nullptr;
}

// ImGui's test engine hooks: they write down every item that has an id.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID, const ImRect&, const ImGuiLastItemData*) {}
void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label, ImGuiItemStatusFlags) {
  if (listener == nullptr || (context->CurrentWindow != nullptr && id == context->CurrentWindow->ID)) return;
  if (std::string(label).starts_with("page##") || std::string(label) == "Debug##Default" ||
      std::string(label) == "page")
    return;
  listener->labels[id] = label;
}
void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }

namespace stride::ui::test {

Fonts load_fonts() {
  const char* named = std::getenv("STRIDE_FONTS");
  const std::string folder = named != nullptr ? named : STRIDE_FONTS_DIR;
  Fonts fonts;
  for (const char* name :
       {"inter-400", "inter-600", "inter-700", "math-roman", "math-italic", "math-symbols", "symbols"}) {
    std::ifstream file(folder + "/" + name + ".ttf", std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    if (file) fonts.files[name] = bytes.str();
  }
  return fonts;
}

FontSet make_fonts(double pixel_ratio, double scale) {
  FontSet fonts(load_fonts());
  fonts.build(pixel_ratio, scale);
  fonts.ask_for("×·−–—’“”…→←✓²³°½≤≥≈∂∑√αβγδεθλμπρσφ");
  fonts.build(pixel_ratio, scale);
  return fonts;
}

Context::Context() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
}

Context::~Context() { ImGui::DestroyContext(); }

Seen draw_frame(View& view, const Viewport& viewport, double top, double height) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(viewport.width), static_cast<float>(height)};
  io.DeltaTime = 1.0F / 60;
  Seen seen;
  listener = &seen;
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
  ImGui::NewFrame();
  view.draw(top, height);
  ImGui::Render();
  listener = nullptr;
  return seen;
}

Image picture(View& view, const Viewport& viewport, double top, double height) {
  draw_frame(view, viewport, top, height);
  return rasterise(*ImGui::GetDrawData(), static_cast<int>(std::lround(viewport.width * viewport.pixel_ratio)),
                   static_cast<int>(std::lround(height * viewport.pixel_ratio)), viewport.pixel_ratio);
}

void keep_picture(View& view, const Viewport& viewport, const std::string& name, double height) {
  const char* folder = std::getenv("STRIDE_PICTURES");
  if (folder == nullptr) return;
  write_png(picture(view, viewport, 0, height > 0 ? height : std::ceil(view.layout().height)),
            std::string(folder) + "/" + name + ".png");
}

unsigned imgui_id(const std::string& id) { return ImHashStr(id.c_str(), 0, ImHashStr("page")); }

}  // namespace stride::ui::test

#include "platform/web/canvas.h"

#include <GLES3/gl3.h>
#include <SDL.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

// Dear ImGui's back end asks for the state that it has to put back after it. In a browser each answer waits for the
// graphics process, which may still be busy with the last frame; nothing else draws here, so the first state will do.
extern "C" void glGetIntegerv(GLenum name, GLint* value) {
  switch (name) {
    case GL_MAJOR_VERSION:
      *value = 3;
      break;
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *value = GL_ONE;
      break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      std::fill_n(value, 4, 0);
      break;
    default:
      *value = 0;
  }
}

namespace stride::platform {

namespace {

// Wheel and touch are the document's: SDL would keep them from it, since it cancels every event that it takes.
void leave_to_document() {
  for (const auto type : {SDL_MOUSEWHEEL, SDL_MOUSEBUTTONDOWN, SDL_MOUSEBUTTONUP, SDL_FINGERDOWN, SDL_FINGERUP,
                          SDL_FINGERMOTION, SDL_KEYDOWN, SDL_KEYUP, SDL_TEXTINPUT})
    SDL_EventState(type, SDL_IGNORE);
}

}  // namespace

bool Canvas::open() {
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");  // else it takes the window's keys
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  leave_to_document();
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  for (const auto unused : {SDL_GL_ALPHA_SIZE, SDL_GL_DEPTH_SIZE, SDL_GL_STENCIL_SIZE}) SDL_GL_SetAttribute(unused, 0);
  SDL_Window* window = SDL_CreateWindow("Stride", 0, 0, width_, height_, SDL_WINDOW_OPENGL);
  if (window == nullptr || SDL_GL_CreateContext(window) == nullptr) return false;
  window_ = window;
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  return ImGui_ImplOpenGL3_Init("#version 300 es");
}

void Canvas::resize(int width, int height, double pixel_ratio) {
  width_ = width;
  height_ = height;
  pixel_ratio_ = pixel_ratio;
  // SDL tells the pointer's place in units of the window's size; that of the element is set here too.
  if (is_open()) SDL_SetWindowSize(window_, width, height);
}

void Canvas::read_pointer() {
  ImGuiIO& io = ImGui::GetIO();
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    if (event.type == SDL_MOUSEMOTION)
      io.AddMousePosEvent(static_cast<float>(event.motion.x / pixel_ratio_),
                          static_cast<float>(event.motion.y / pixel_ratio_));
    if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_LEAVE)
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  }
}

void Canvas::draw(unsigned atlas_version, const std::function<void()>& submit) {
  if (!is_open()) return;
  read_pointer();
  ImGuiIO& io = ImGui::GetIO();
  // A little more than the exact size, so that the back end, which cuts off fractions, finds the same pixels again.
  constexpr double less_than_a_pixel = 0.01;
  io.DisplaySize = {static_cast<float>((width_ + less_than_a_pixel) / pixel_ratio_),
                    static_cast<float>((height_ + less_than_a_pixel) / pixel_ratio_)};
  io.DisplayFramebufferScale = {static_cast<float>(pixel_ratio_), static_cast<float>(pixel_ratio_)};
  io.DeltaTime = 1.0F / 60.0F;  // nothing that is drawn moves by ImGui's time
  if (atlas_version != uploaded_atlas_) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    uploaded_atlas_ = atlas_version;
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  submit();
  ImGui::Render();
  glViewport(0, 0, width_, height_);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Canvas::restore() {
  if (!is_open()) return;
  ImGui_ImplOpenGL3_DestroyDeviceObjects();  // NewFrame makes them again
  slabs_.forget();
}

}  // namespace stride::platform

#include "gfx/slabs.h"

#include <GLES3/gl3.h>

#include <slabs_shaders.h>  // made from shaders/slabs.vert and shaders/slabs.frag
#include <cstddef>

namespace stride::gfx {

namespace {

unsigned compile(GLenum kind, const char* text) {
  const unsigned shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  return shader;
}

void attribute(unsigned index, int numbers, std::size_t offset) {
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, numbers, GL_FLOAT, GL_FALSE, sizeof(SlabInstance),
                        reinterpret_cast<const void*>(offset));
  glVertexAttribDivisor(index, 1);
}

}  // namespace

bool SlabRenderer::make() {
  if (program_ != 0 || failed_) return !failed_;
  const unsigned program = glCreateProgram();
  glAttachShader(program, compile(GL_VERTEX_SHADER, slabs_vertex_shader));
  glAttachShader(program, compile(GL_FRAGMENT_SHADER, slabs_fragment_shader));
  glLinkProgram(program);
  int linked = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  failed_ = linked == 0;
  program_ = program;
  glGenVertexArrays(1, &array_);
  glGenBuffers(1, &buffer_);
  glBindVertexArray(array_);
  glBindBuffer(GL_ARRAY_BUFFER, buffer_);
  attribute(0, 4, offsetof(SlabInstance, back));
  attribute(1, 4, offsetof(SlabInstance, picture_x));
  attribute(2, 1, offsetof(SlabInstance, current));
  return !failed_;
}

void SlabRenderer::paint(const SlabPass& pass, const Tiles::Plan& plan) {
  if (plan.anew) {
    if (texture_ == 0) glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, tile_side * tiles_across, tile_side * tiles_.lines(), 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  std::array<std::uint32_t, static_cast<std::size_t>(tile_side) * tile_side> pixels{};
  for (const std::size_t slab : plan.fresh) {
    const auto columns = static_cast<int>(pass.slabs[slab].columns), rows = static_cast<int>(pass.slabs[slab].rows);
    const int tile = plan.tiles[slab];
    pass.paint(slab, std::span(pixels).first(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)));
    glTexSubImage2D(GL_TEXTURE_2D, 0, tile % tiles_across * tile_side, tile / tiles_across * tile_side, columns, rows,
                    GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
  }
}

void SlabRenderer::draw(const SlabPass& pass, int width, int height) {
  if (pass.slabs.empty() || !make()) return;
  const Tiles::Plan plan = tiles_.place(pass.pictures);
  glActiveTexture(GL_TEXTURE0);
  paint(pass, plan);
  std::vector<SlabInstance> slabs = pass.slabs;
  for (std::size_t i = 0; i < slabs.size(); ++i) {
    if (plan.tiles[i] < 0) slabs[i].rows = 0;
    slabs[i].picture_x = static_cast<float>(plan.tiles[i] % tiles_across * tile_side);
    slabs[i].picture_y = static_cast<float>(plan.tiles[i] / tiles_across * tile_side);
  }
  glBindVertexArray(array_);
  glBindBuffer(GL_ARRAY_BUFFER, buffer_);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(slabs.size() * sizeof(SlabInstance)), slabs.data(),
               GL_STREAM_DRAW);
  glUseProgram(program_);
  const auto place = [&](const char* name) { return glGetUniformLocation(program_, name); };
  glUniform4fv(place("rows"), 3, pass.rows.front().data());
  glUniform3f(place("screen"), static_cast<float>(width), static_cast<float>(height), pass.line);
  glUniform3fv(place("inks"), 3, &pass.face.red);
  const auto [left, top, across, down] = pass.clip;
  glScissor(left, height - top - down, across, down);
  constexpr int corners = 18;  // of two triangles for each of the three sides that are seen
  glDrawArraysInstanced(GL_TRIANGLES, 0, corners, static_cast<GLsizei>(slabs.size()));
}

void SlabRenderer::forget() { *this = {}; }

}  // namespace stride::gfx

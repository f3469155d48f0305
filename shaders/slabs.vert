#version 300 es
// One slab an instance: its top, its side and its front, two triangles each. They cover each other in this order: the
// top is seen from below where it is higher than the eye.
uniform vec4 rows[3];  // times (along, up, near, 1): x, y in pixels and what both are divided by
uniform vec3 screen;   // width, height, thickness of a line: pixels
uniform vec3 inks[3];  // faces, edges, edges of the current slab
layout(location = 0) in vec4 box;  // back, front, height, half the width
layout(location = 1) in vec4 tile;
layout(location = 2) in float current;
out vec2 at;  // on the face, from 0 to 1
flat out vec4 picture;
flat out vec3 face, edge;
flat out float line;

vec3 seen(vec3 point) {
  vec4 p = vec4(point, 1.);
  return vec3(dot(rows[0], p), dot(rows[1], p), dot(rows[2], p));
}
vec2 on_screen(vec3 point) {
  vec3 p = seen(point);
  return p.xy / p.z;
}

void main() {
  int side = gl_VertexID / 6, corner = gl_VertexID % 6;
  vec3 from = vec3(side == 2 ? box.y : box.x, box.z, box.w);
  vec3 along = vec3(box.y - box.x, 0., 0.), down = vec3(0., -box.z, 0.), away = vec3(0., 0., -2. * box.w);
  vec3 u = side == 2 ? away : along, v = side == 0 ? away : down;
  vec3 normal = side == 0 ? vec3(0., 1., 0.) : side == 1 ? vec3(0., 0., 1.) : vec3(1., 0., 0.);

  // The face reaches over its edges by as much as their lines and their softness need.
  line = screen.z * (1. + current);
  vec2 start = on_screen(from), across = on_screen(from + u) - start, below = on_screen(from + v) - start;
  float area = max(abs(across.x * below.y - across.y * below.x), .001), reach = line / 2. + 1.;
  vec2 sides = max(vec2(length(across), length(below)), .001);
  vec2 over = reach / sides * min(sides.x * sides.y / area, 4.);
  at = vec2(corner == 1 || corner > 2 && corner < 5, corner == 2 || corner > 3);
  at += (2. * at - 1.) * over;

  float light = .7 + .5 * dot(normal, vec3(.5, .85, .15));
  face = min(inks[0] * light, 1.);
  edge = current > 0. ? inks[2] : inks[1];
  picture = side == 2 ? tile : vec4(0.);
  vec3 p = seen(from + u * at.x + v * at.y);
  if (side == 0 && across.x * below.y > across.y * below.x) p.xy = 3. * screen.xy * p.z;  // seen from below: not at all
  gl_Position = vec4(2. * p.x / screen.x - p.z, p.z - 2. * p.y / screen.y, 0., p.z);
}

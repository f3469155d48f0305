#version 300 es
precision highp float;
uniform sampler2D pictures;
in vec2 at;
flat in vec4 picture;  // left, top, columns, rows; without rows there is none
flat in vec3 face, edge;
flat in float line;
out vec4 color;

vec3 cell(vec2 place) {
  ivec2 within = ivec2(clamp(place, 0., .9999) * picture.zw);
  return texelFetch(pictures, ivec2(picture.xy) + within, 0).rgb;
}

void main() {
  vec2 right = dFdx(at), up = dFdy(at);
  vec2 inside = min(at, 1. - at) / vec2(length(vec2(right.x, up.x)), length(vec2(right.y, up.y)));
  float depth = min(inside.x, inside.y);  // pixels to the nearest edge
  vec2 beyond = at - clamp(at, 0., 1.);
  if (beyond.x != 0. && beyond.y != 0.) depth = -length(inverse(mat2(right, up)) * beyond);  // lines end round
  vec3 ground = face;
  if (picture.w > 0.) {
    right *= .25;
    up *= .25;
    ground = (cell(at + right + up) + cell(at + right - up) + cell(at - right + up) + cell(at - right - up)) / 4.;
  }
  float reach = line / 2. + .5;
  color = vec4(mix(ground, edge, clamp(reach - depth, 0., 1.)), clamp(depth + reach, 0., 1.));
}

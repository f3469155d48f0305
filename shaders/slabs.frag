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

float apart(vec2 place, vec2 side) {  // from a side that begins at 0, pixels
  return length(place - side * clamp(dot(place, side) / max(dot(side, side), 1e-6), 0., 1.));
}

void main() {
  vec2 right = dFdx(at), up = dFdy(at);
  mat2 sides = inverse(mat2(right, up));  // in pixels
  vec2 u = sides[0], v = sides[1], place = sides * at;
  float depth = min(min(apart(place, u), apart(place - v, u)), min(apart(place, v), apart(place - u, v)));
  if (at != clamp(at, 0., 1.)) depth = -depth;
  vec3 ground = face;
  if (picture.w > 0.) {
    right *= .25;
    up *= .25;
    ground = (cell(at + right + up) + cell(at + right - up) + cell(at - right + up) + cell(at - right - up)) / 4.;
  }
  float reach = line / 2. + .5;
  color = vec4(mix(ground, edge, clamp(reach - depth, 0., 1.)), clamp(depth + reach, 0., 1.));
}

#include "oracle.h"

#include <cmath>

namespace stride::course::oracle {
namespace {

using nn::LayerSpec;
using nn::LayerType;

bool is_pool(const LayerSpec& layer) { return layer.type == LayerType::maxpool || layer.type == LayerType::avgpool; }
bool is_linear(const LayerSpec& layer) { return layer.type == LayerType::linear; }

double floor_of(double a, double b) { return std::floor(a / b); }
double ceil_of(double a, double b) { return std::ceil(a / b); }

struct Window {
  double f, p, s, width;  // width: of the dilated kernel
};
Window window(const LayerSpec& layer) {
  const auto f = static_cast<double>(layer.kernel.height);
  const auto d = static_cast<double>(layer.dilation.height);
  return {f, static_cast<double>(layer.pad.height), static_cast<double>(layer.stride.height), d * (f - 1) + 1};
}

double side_after(const LayerSpec& layer, double n, nn::Rounding rounding) {
  const auto [f, p, s, width] = window(layer);
  const double room = n + 2 * p - width;
  if (rounding != nn::Rounding::ceil || !is_pool(layer)) return floor_of(room, s) + 1;
  const double o = ceil_of(room, s) + 1;
  return (o - 1) * s >= n + p ? o - 1 : o;
}

/// The 2012 network's image layers: kernel, stride, pad.
struct Plain {
  const char* name;
  bool pool;
  double f, s, p;
};
constexpr Plain kPublished[] = {{"conv1", false, 11, 4, 0}, {"pool1", true, 3, 2, 0},  {"conv2", false, 5, 1, 2},
                                {"pool2", true, 3, 2, 0},   {"conv3", false, 3, 1, 1}, {"conv4", false, 3, 1, 1},
                                {"conv5", false, 3, 1, 1},  {"pool5", true, 3, 2, 0}};

bool looks_published(const Oracle& o) {
  const auto rows = o.rows();
  std::size_t spatial = 0;
  for (const LayerSpec* row : rows) {
    if (is_linear(*row)) continue;
    if (spatial >= std::size(kPublished)) return false;
    if (row->name != kPublished[spatial].name || is_pool(*row) != kPublished[spatial].pool) return false;
    ++spatial;
  }
  return spatial == std::size(kPublished);
}

double published_side(double n, std::size_t row, nn::Rounding rounding) {
  const Plain& layer = kPublished[row];
  const double room = n + 2 * layer.p - layer.f;
  return (rounding == nn::Rounding::ceil && layer.pool ? ceil_of(room, layer.s) : floor_of(room, layer.s)) + 1;
}

}  // namespace

std::vector<const LayerSpec*> Oracle::rows() const {
  std::vector<const LayerSpec*> rows;
  for (const LayerSpec& layer : network.layers)
    if (is_pool(layer) || is_linear(layer) || layer.type == LayerType::conv) rows.push_back(&layer);
  return rows;
}

std::vector<std::int64_t> Oracle::sides() const {
  std::vector<std::int64_t> sides{size};
  for (const LayerSpec* row : rows())
    if (!is_linear(*row))
      sides.push_back(static_cast<std::int64_t>(side_after(*row, static_cast<double>(sides.back()), rounding)));
  return sides;
}

std::int64_t Oracle::channels_into(std::size_t row) const {
  std::int64_t channels = network.input_channels;
  const auto all = rows();
  for (std::size_t i = 0; i < row; ++i)
    if (!is_pool(*all[i])) channels = all[i]->output_channels;
  return channels;
}

std::int64_t Oracle::inputs_of(std::size_t row) const {
  const auto all = rows();
  const bool after_map = row == 0 || !is_linear(*all[row - 1]);
  return channels_into(row) * (after_map ? sides()[row] * sides()[row] : 1);
}

std::int64_t Oracle::parameters_of(std::size_t row) const {
  const LayerSpec& layer = *rows()[row];
  if (is_pool(layer)) return 0;
  const std::int64_t bias = layer.bias ? 1 : 0;
  if (is_linear(layer)) return layer.output_channels * (inputs_of(row) + bias);
  const std::int64_t area = layer.kernel.height * layer.kernel.width;
  return layer.output_channels * (area * channels_into(row) / layer.groups + bias);
}

std::int64_t Oracle::neurons_of(std::size_t row) const {
  const LayerSpec& layer = *rows()[row];
  if (is_linear(layer)) return layer.output_channels;
  return channels_into(row + 1) * sides()[row + 1] * sides()[row + 1];
}

Slips Oracle::output(std::size_t row) const {
  const LayerSpec& layer = *rows()[row];
  const auto n = static_cast<double>(sides()[row]);
  const auto [f, p, s, w] = window(layer);
  const bool up = rounding == nn::Rounding::ceil && is_pool(layer);
  const auto R = [up](double a, double b) { return up ? ceil_of(a, b) : floor_of(a, b); };
  Slips slips;
  slips["no-plus-one"] = {R(n + 2 * p - w, s)};
  slips["plus-one-inside"] = {R(n + 2 * p - w + 1, s)};
  slips["padding-forgotten"] = {R(n - w, s) + 1};
  slips["padding-once"] = {R(n + p - w, s) + 1};
  slips["stride-ignored"] = {n + 2 * p - w + 1};
  slips["kernel-not-subtracted"] = {R(n + 2 * p, s) + 1};
  slips["divided-by-stride"] = {R(n, s)};
  slips["rounded-up"] = {ceil_of(n + 2 * p - w, s) + 1};
  slips["rounded-down"] = {floor_of(n + 2 * p - w, s) + 1};
  slips["not-rounded"] = {(n + 2 * p - w) / s + 1};
  slips["kernel-and-stride-swapped"] = {R(n + 2 * p - s, w) + 1};
  slips["input-unchanged"] = {n};
  if (row > 0) slips["skipped-row"] = {side_after(layer, static_cast<double>(sides()[row - 1]), rounding)};
  if (looks_published(*this)) {
    double own = static_cast<double>(size), at_227 = 227;
    for (std::size_t i = 0; i <= row; ++i) {
      own = published_side(own, i, rounding);
      at_227 = published_side(at_227, i, rounding);
    }
    slips["published-network"] = {own, at_227, published_side(n, row, rounding)};
  }
  if (size != 212) {
    double at_212 = 212;
    for (std::size_t i = 0; i <= row; ++i) at_212 = side_after(*rows()[i], at_212, rounding);
    slips["example-size"] = {at_212};
  }
  return slips;
}

Slips Oracle::parameters(std::size_t row) const {
  const LayerSpec& layer = *rows()[row];
  if (is_pool(layer)) return {};
  const bool linear = is_linear(layer), after_map = linear && (row == 0 || !is_linear(*rows()[row - 1]));
  const auto K = static_cast<double>(layer.output_channels), g = static_cast<double>(layer.groups);
  const double all_C = static_cast<double>(channels_into(row)), C = all_C / g;
  const double area = static_cast<double>(layer.kernel.height * layer.kernel.width);
  const double n = static_cast<double>(inputs_of(row)), b = layer.bias ? 1 : 0;
  const double side = linear && !after_map ? 1 : static_cast<double>(sides()[linear ? row : row + 1]);
  const double weights = linear ? n : area * C;
  Slips slips;
  slips["no-bias"] = {K * weights};
  slips["one-bias"] = {K * weights + 1};
  slips["one-filter"] = {weights + b};
  slips["neurons-counted"] = {linear ? K : K * side * side};
  std::int64_t above = -1;  // the weighted row above
  for (std::size_t i = 0; i < row; ++i)
    if (!is_pool(*rows()[i])) above = static_cast<std::int64_t>(i);
  if (linear) {
    if (above >= 0) {
      const auto place = static_cast<std::size_t>(above);
      const auto before =
          after_map ? static_cast<double>(channels_into(place)) * side * side : static_cast<double>(inputs_of(place));
      slips["earlier-input-channels"] = {K * (before + b)};
    }
    slips["own-output-channels"] = {K * (K + b)};
    slips["bias-per-input"] = {K * n + n};
    bool dropout = false;
    const LayerSpec* last = nullptr;
    for (const LayerSpec& candidate : network.layers) {
      const bool is_row =
          candidate.type == LayerType::linear || candidate.type == LayerType::conv || is_pool(candidate);
      if (candidate.type == LayerType::dropout && last == &layer) dropout = true;
      if (is_row) last = &candidate;
    }
    bool waiting = false;
    for (const LayerSpec& candidate : network.layers) {
      const bool is_row =
          candidate.type == LayerType::linear || candidate.type == LayerType::conv || is_pool(candidate);
      if (&candidate == &layer && waiting) dropout = true;
      if (candidate.type == LayerType::dropout) waiting = true;
      if (is_row) waiting = false;
    }
    if (dropout) slips["dropout-halves"] = {K * (n / 2 + b), K / 2 * (n + b), K / 2 * (n / 2 + b)};
    if (after_map) {
      slips["own-output-channels"].insert(K * (K * side * side + b));
      slips["one-input-channel"] = {K * (side * side + b)};
      slips["bias-per-slice"] = {K * all_C * (side * side + 1)};
      slips["flatten-channels-only"] = {K * (all_C + b)};
      slips["flatten-one-side"] = {K * (all_C * side + b)};
      if (row > 0 && is_pool(*rows()[row - 1])) {
        const auto before = static_cast<double>(sides()[row - 1]);
        slips["flatten-before-pooling"] = {K * (all_C * before * before + b)};
      }
    }
    return slips;
  }
  slips["bias-per-slice"] = {K * C * (area + 1)};
  slips["bias-per-position"] = {K * (C * area + side * side)};
  slips["one-input-channel"] = {K * (area + b)};
  slips["kernel-not-squared"] = {K * (C * static_cast<double>(layer.kernel.height) + b)};
  slips["output-area-multiplied"] = {K * (C * area + b) * side * side};
  if (layer.groups > 1) slips["not-grouped"] = {K * (all_C * area + b)};
  const bool two_gpus = layer.name == "conv2" || layer.name == "conv4" || layer.name == "conv5";
  if (layer.groups == 1 && two_gpus && looks_published(*this)) slips["grouped"] = {K * (C / 2 * area + b)};
  if (above >= 0)
    slips["earlier-input-channels"] = {
        K * (static_cast<double>(channels_into(static_cast<std::size_t>(above))) / g * area + b)};
  slips["own-output-channels"] = {K * (K / g * area + b)};
  return slips;
}

Slips Oracle::receptive_field(std::size_t row) const {
  struct Layer {
    double f, s;
    bool pool;
  };
  std::vector<Layer> layers;
  for (std::size_t i = 0; i <= row; ++i)
    layers.push_back({window(*rows()[i]).width, window(*rows()[i]).s, is_pool(*rows()[i])});
  // Walks with a growth rule from r, j at `from`.
  const auto walk = [&](auto rule, std::size_t from, double r, double j) {
    for (std::size_t i = from; i < layers.size(); ++i) {
      r = rule(r, j, layers[i], i == 0 ? 1 : layers[i - 1].s);
      j *= layers[i].s;
    }
    return r;
  };
  const auto right = [](double r, double j, const Layer& layer, double) { return r + (layer.f - 1) * j; };
  double r_above = 1, j_above = 1;
  for (std::size_t i = 0; i < row; ++i) {
    r_above = right(r_above, j_above, layers[i], 1);
    j_above *= layers[i].s;
  }
  const auto three = [&](auto rule) {
    std::set<double> values{walk(rule, row, r_above, j_above), walk(rule, 0, 1, 1)};
    if (row > 0) values.insert(walk(rule, 1, layers[0].f, layers[0].s));
    return values;
  };
  Slips slips;
  slips["kernel-not-minus-one"] = three([](double r, double j, const Layer& l, double) { return r + l.f * j; });
  slips["strides-ignored"] = three([](double r, double, const Layer& l, double) { return r + l.f - 1; });
  slips["previous-stride-only"] = three([](double r, double, const Layer& l, double s) { return r + (l.f - 1) * s; });
  slips["stride-of-this-layer-included"] =
      three([](double r, double j, const Layer& l, double) { return r + (l.f - 1) * j * l.s; });
  double sum = 0;
  for (const Layer& layer : layers) sum += layer.f;
  slips["kernels-summed"] = {sum};
  slips["own-kernel"] = {layers[row].f};
  for (const double start : {0.0, 1.0}) {
    double r = start;
    for (std::size_t i = row + 1; i-- > 0;) r = layers[i].s * r + layers[i].f;
    slips["top-down-no-minus-one"].insert(r);
  }
  for (const bool own_kept : {false, true}) {
    double r = 1, j = 1, r_windows = 1, j_windows = 1;
    for (std::size_t i = 0; i <= row; ++i) {
      const bool out = layers[i].pool && !(own_kept && i == row);
      if (!out) r += (layers[i].f - 1) * j;
      if (!out) j *= layers[i].s;
      if (!out) r_windows += (layers[i].f - 1) * j_windows;
      j_windows *= layers[i].s;
    }
    slips["pooling-skipped"].insert(r);
    slips["pooling-kernel-skipped"].insert(r_windows);
  }
  const double field = right(r_above, j_above, layers[row], 1);
  slips["clipped-to-input"] = {std::min(field, static_cast<double>(size))};
  slips["area-given"] = {field * field};
  return slips;
}

Slips Oracle::neurons(std::size_t row) const {
  if (is_linear(*rows()[row])) return {};
  const auto side = static_cast<double>(sides()[row + 1]);
  return {{"one-channel", {side * side}}, {"side-not-squared", {static_cast<double>(channels_into(row + 1)) * side}}};
}

Slips Oracle::total(const std::string& column) const {
  const auto all = rows();
  const auto part = [&](std::size_t i) {
    return static_cast<double>(column == "parameters" ? parameters_of(i) : neurons_of(i));
  };
  double sum = 0, no_linear = 0, no_bias = 0, no_pool = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    sum += part(i);
    if (!is_linear(*all[i])) no_linear += part(i);
    if (!is_pool(*all[i])) no_pool += part(i);
    no_bias += part(i) - (all[i]->bias && !is_pool(*all[i]) ? static_cast<double>(all[i]->output_channels) : 0);
  }
  Slips slips;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (part(i) != 0) slips["layer-missing"].insert(sum - part(i));
  slips["fully-connected-missing"] = {no_linear};
  if (column == "parameters") slips["biases-missing"] = {no_bias};
  if (column == "neurons") slips["pooling-outputs-not-counted"] = {no_pool};
  return slips;
}

std::set<std::string> that_give(const Slips& slips, double answer) {
  std::set<std::string> ids;
  for (const auto& [id, values] : slips)
    for (const double value : values)
      if (value == answer) ids.insert(id);
  return ids;
}

}  // namespace stride::course::oracle

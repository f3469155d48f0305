#include "model/weights.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "model/orthogonal.h"

// Built without contraction of a*b + c: the same seed gives the same bits everywhere.
namespace stride::model {

namespace {

double standard_deviation(const ParameterShape& shape, Initialisation initialisation) {
  const auto fan_in = static_cast<double>(shape.inputs());
  const std::int64_t taps = shape.weight.size() == 4 ? shape.weight[2] * shape.weight[3] : 1;
  const auto fan_out = static_cast<double>(taps * shape.outputs() / shape.groups);
  switch (initialisation) {
    case Initialisation::alexnet:
      return 0.01;
    case Initialisation::glorot:
      return std::sqrt(2 / (fan_in + fan_out));
    default:
      return std::sqrt(2 / fan_in);
  }
}

void fill_normal(const ParameterShape& shape, std::uint64_t seed, std::int64_t output, double deviation, float* to) {
  Random::stream(seed, shape.index, static_cast<std::uint64_t>(output))
      .normals({to, static_cast<std::size_t>(shape.inputs())}, static_cast<float>(deviation));
}

void fill_seeded(const ParameterShape& shape, const Seeded& seeded, Share share, float* to) {
  if (shape.slopes) {
    std::fill_n(to, share.count, static_cast<float>(shape.slope));
    return;
  }
  const bool drawn = seeded.drawn_first_layer && shape.first_convolution;
  if (!drawn && seeded.initialisation == Initialisation::orthogonal)
    return Rotations(std::max(shape.outputs(), shape.inputs()), seeded.seed, shape.index)
        .rows(share, shape.inputs(), to);
  const double deviation = standard_deviation(shape, seeded.initialisation);
  for (std::int64_t o = share.first; o < share.first + share.count; ++o, to += shape.inputs()) {
    if (drawn)
      draw_filter(shape, seeded.seed, o, to);
    else
      fill_normal(shape, seeded.seed, o, deviation, to);
  }
}

Result<const NamedTensor*> find_tensor(const TensorFile& file, const std::string& name,
                                       const std::vector<std::int64_t>& shape) {
  const NamedTensor* tensor = file.find(name);
  const std::string where = file.path().empty() ? name : file.path() + ": " + name;
  if (tensor == nullptr) {
    std::string names;
    for (const NamedTensor& other : file.tensors()) names += (names.empty() ? "" : ", ") + other.name;
    if (names.size() > 200) names = names.substr(0, 200) + ", ...";
    return fail("the file has no tensor of this name" + (names.empty() ? std::string() : "; it has " + names), where);
  }
  if (tensor->shape != shape)
    return fail("expected the shape " + shape_text(shape) + ", found " + shape_text(tensor->shape), where);
  return tensor;
}

Result<void> load(const ParameterShape& shape, const TensorFile& file, Share share, Weights& to) {
  const auto weight = find_tensor(file, shape.name + ".weight", shape.weight);
  if (!weight) return std::unexpected(weight.error());
  std::copy_n((*weight)->values.data() + share.first * shape.inputs(), share.count * shape.inputs(), to.weight.data());
  if (!shape.bias) return {};
  const auto bias = find_tensor(file, shape.name + ".bias", {shape.outputs()});
  if (!bias) return std::unexpected(bias.error());
  std::copy_n((*bias)->values.data() + share.first, share.count, to.bias.data());
  return {};
}

}  // namespace

std::int64_t ParameterShape::inputs() const {
  std::int64_t product = 1;
  for (std::size_t i = 1; i < weight.size(); ++i) product *= weight[i];
  return product;
}

Result<Initialisation> parse_initialisation(std::string_view text) {
  if (text == "he") return Initialisation::he;
  if (text == "glorot") return Initialisation::glorot;
  if (text == "alexnet") return Initialisation::alexnet;
  if (text == "orthogonal") return Initialisation::orthogonal;
  return fail("expected he, glorot, alexnet or orthogonal, found '" + std::string(text) + "'", "--init");
}

Result<Weights> make_weights(const ParameterShape& shape, const WeightSource& source, Share share) {
  Weights weights;
  auto weight = tensor::Buffer::make(share.count * shape.inputs());
  if (!weight) return fail(weight.error().message, shape.name);
  auto bias = tensor::Buffer::zeros(shape.bias ? share.count : 0);
  if (!bias) return fail(bias.error().message, shape.name);
  weights.weight = std::move(*weight);
  weights.bias = std::move(*bias);
  const auto* seeded = std::get_if<Seeded>(&source);
  if (seeded != nullptr)
    fill_seeded(shape, *seeded, share, weights.weight.data());
  else if (auto done = load(shape, *std::get<1>(source), share, weights); !done)
    return std::unexpected(done.error());
  return weights;
}

Result<Weights> make_weights(const ParameterShape& shape, const WeightSource& source) {
  return make_weights(shape, source, {0, shape.outputs()});
}

}  // namespace stride::model

#include <algorithm>
#include <utility>

#include "model/team.h"

/// The first layers, shared out by rows instead of channels: there a convolution has few inputs, so that preparing them
/// takes as long as many outputs, and a normalisation over channels has all its neighbours.
namespace stride::model {

using tensor::Shape;

namespace {

// The rows of what goes in that some rows of what comes out need; none where that isn't simply so: padding would have
// to be there on one side only.
std::optional<Share> rows_needed(const Op& op, const Share& rows) {
  const auto under = [&](const tensor::Pair& kernel, const tensor::Pair& stride, const tensor::Pair& dilation) {
    return Share{rows.first * stride.height,
                 (rows.count - 1) * stride.height + dilation.height * (kernel.height - 1) + 1};
  };
  if (const auto* convolution = std::get_if<tensor::Convolution>(&op)) {
    if (convolution->pad.height > 0) return std::nullopt;
    return under(convolution->kernel, convolution->stride, convolution->dilation);
  }
  if (const auto* pool = std::get_if<tensor::Pool>(&op)) {
    if (pool->pad.height > 0 || pool->ceil) return std::nullopt;
    return under(pool->kernel, pool->stride, pool->dilation);
  }
  const bool by_pixel = std::holds_alternative<tensor::Activation>(op) || std::holds_alternative<Identity>(op) ||
                        std::holds_alternative<tensor::LocalResponseNormalisation>(op);
  return by_pixel ? std::optional(rows) : std::nullopt;
}

// One convolution and what follows it.
std::size_t layers_by_rows(const std::vector<Layer>& layers) {
  std::size_t end = 0;
  while (end < layers.size() && rows_needed(layers[end].op, {0, 1}) &&
         std::holds_alternative<tensor::Convolution>(layers[end].op) == (end == 0))
    ++end;
  return end;
}

Op on_rows(Op op, std::int64_t rows) {
  std::visit([&](auto& any) { any.input.height = rows; }, op);
  return op;
}

}  // namespace

Result<std::size_t> Member::plan_rows() {
  const std::size_t end = layers_by_rows(layers_);
  if (end == 0 || count() == 1) return 0;
  const Shape output = layers_[end - 1].output();
  if (output.height < count()) return 0;
  Stage next{.needed = {0, output.channels}, .shape = output, .by_rows = true};
  for (std::int64_t member = 0; member < count(); ++member) {
    const std::int64_t first = output.height * member / count();
    next.shares.push_back({first, output.height * (member + 1) / count() - first});
  }
  next.sent = next.shares;
  std::vector<Share> rows(end + 1, next.shares[static_cast<std::size_t>(index_)]);  // before each layer and after all
  for (std::size_t layer = end; layer-- > 0;) rows[layer] = *rows_needed(layers_[layer].op, rows[layer + 1]);
  for (std::size_t layer = 0; layer < end; ++layer) {
    Piece piece{.layer = layer,
                .op = on_rows(layers_[layer].op, rows[layer].count),
                .from = {0, layers_[layer].input().channels},
                .kept = {0, layers_[layer].output().channels}};
    if (auto ready = prepare(piece, {0, layers_[layer].parameters.outputs()}); !ready)
      return std::unexpected(ready.error());
    stages_.back().pieces.push_back(std::move(piece));
  }
  stages_.back().spent.name = layers_[end - 1].name;
  input_rows_ = rows.front();
  stages_.push_back(std::move(next));
  return end;
}

}  // namespace stride::model

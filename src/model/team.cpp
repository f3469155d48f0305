#include "model/team.h"

#include <algorithm>
#include <utility>

namespace stride::model {

using tensor::Shape;
using tensor::Tensor;

namespace {

constexpr std::int64_t kernel_channels = 8;  // that a kernel takes at once: splitting them would waste work

std::vector<Share> split(std::int64_t channels, std::int64_t members, std::int64_t unit = kernel_channels) {
  const std::int64_t units = (channels + unit - 1) / unit;
  std::vector<Share> shares;
  for (std::int64_t member = 0, first = 0; member < members; ++member) {
    const std::int64_t end = std::min(channels, units * (member + 1) / members * unit);
    shares.push_back({first, end - first});
    first = end;
  }
  return shares;
}

// The same op on fewer channels, where each channel stands for itself; empty where it doesn't.
std::optional<Op> on_channels(const Op& op, std::int64_t channels) {
  Op result = op;
  if (auto* pool = std::get_if<tensor::Pool>(&result)) return pool->input.channels = channels, result;
  if (auto* identity = std::get_if<Identity>(&result)) return identity->input.channels = channels, result;
  auto* activation = std::get_if<tensor::Activation>(&result);
  if (activation == nullptr || activation->kind == tensor::Activation::Kind::prelu) return std::nullopt;
  return activation->input.channels = channels, result;
}

bool is_split(const Op& op) {
  return std::holds_alternative<tensor::Convolution>(op) || std::holds_alternative<tensor::Linear>(op);
}

// Of the output channels. A grouped convolution is split into whole groups or, where there are fewer groups than
// members, within each group, so that a share needs the inputs of its own groups alone.
std::vector<Share> split(const Op& op, std::int64_t members) {
  const auto* convolution = std::get_if<tensor::Convolution>(&op);
  if (convolution == nullptr) return split(std::get<tensor::Linear>(op).outputs, members);
  const std::int64_t groups = convolution->groups, outputs = convolution->group_outputs();
  if (groups >= members && groups > 1) return split(convolution->output_channels, members, outputs);
  std::vector<Share> shares;
  for (std::int64_t group = 0; group < groups; ++group) {
    const std::int64_t serving = (group + 1) * members / groups - group * members / groups;
    for (const Share& share : split(outputs, serving)) shares.push_back({group * outputs + share.first, share.count});
  }
  return shares;
}

Op share_of(const Op& op, const Share& share) {
  Op result = op;
  if (auto* linear = std::get_if<tensor::Linear>(&result)) return linear->outputs = share.count, result;
  auto& convolution = std::get<tensor::Convolution>(result);
  const std::int64_t inputs = convolution.group_inputs();
  convolution.groups = std::max<std::int64_t>(1, share.count / convolution.group_outputs());
  convolution.input.channels = convolution.groups * inputs;
  convolution.output_channels = share.count;
  return result;
}

// The first input channel that a share of this op needs.
std::int64_t first_input(const Op& op, const Share& share) {
  const auto* convolution = std::get_if<tensor::Convolution>(&op);
  return convolution == nullptr ? 0 : share.first / convolution->group_outputs() * convolution->group_inputs();
}

// Some channels of all pixels.
Result<Tensor> channels_of(const Tensor& from, std::int64_t first, std::int64_t count) {
  auto part = Tensor::make({count, from.shape().height, from.shape().width});
  if (!part) return part;
  for (std::int64_t pixel = 0; pixel < from.shape().pixels(); ++pixel)
    std::copy_n(from.buffer().data() + pixel * from.channel_stride() + first, count,
                part->buffer().data() + pixel * part->channel_stride());
  return part;
}

Shape output_of(const Op& op) {
  return std::visit([](const auto& any) { return any.output(); }, op);
}

Result<Tensor> run(const Op& op, const tensor::PackedConvolution* packed, const Weights& weights, const Tensor& input,
                   bool relu, tensor::Workspace& workspace) {
  if (std::holds_alternative<Identity>(op)) return input.clone();
  auto output = Tensor::make(output_of(op));
  if (!output) return output;
  const tensor::Parameters parameters{weights.weight.span(), weights.bias.span()};
  const Result<void> done = std::visit(
      [&](const auto& any) -> Result<void> {
        using Type = std::decay_t<decltype(any)>;
        if constexpr (std::is_same_v<Type, tensor::Convolution>)
          return packed->forward(input, *output, relu, workspace);
        else if constexpr (std::is_same_v<Type, Flatten>)
          input.to_chw(output->buffer().span());
        else if constexpr (!std::is_same_v<Type, Identity>)
          return forward(any, input, parameters, *output, workspace);
        return {};
      },
      op);
  if (!done) return std::unexpected(done.error());
  return output;
}

}  // namespace

Result<Member> Member::make(const nn::NetworkSpec& spec, const Settings& settings, std::size_t last, std::int64_t index,
                            std::int64_t count) {
  Member member;
  auto layers = make_layers(spec, settings.size, settings.rounding);
  if (!layers) return std::unexpected(layers.error());
  member.settings_ = settings;
  member.layers_ = std::move(*layers);
  member.index_ = index;
  member.inbox_.resize(static_cast<std::size_t>(count));
  if (auto planned = member.plan(last, count); !planned) return std::unexpected(planned.error());
  return member;
}

Result<void> Member::plan(std::size_t last, std::int64_t count) {
  for (std::size_t layer = 0; layer <= last;) {
    Stage stage{.first = layer, .shared_end = layer, .end = layer};
    if (is_split(layers_[layer].op)) {
      stage.shares = split(layers_[layer].op, count);
      const Share own = stage.shares[static_cast<std::size_t>(index_)];
      stage.first_input = first_input(layers_[layer].op, own);
      for (std::optional<Op> op = share_of(layers_[layer].op, own); op;
           op = layer <= last ? on_channels(layers_[layer].op, own.count) : std::nullopt) {
        stage.ops.push_back(*op);
        stage.shared_end = ++layer;
      }
    }
    while (layer <= last && !is_split(layers_[layer].op)) ++layer;
    stage.end = layer;
    if (auto ready = prepare(stage); !ready) return ready;
    stages_.push_back(std::move(stage));
  }
  return {};
}

Result<void> Member::prepare(Stage& stage) {
  if (stage.ops.empty()) return {};
  auto weights =
      make_weights(layers_[stage.first].parameters, settings_.weights, stage.shares[static_cast<std::size_t>(index_)]);
  if (!weights) return std::unexpected(weights.error());
  stage.weights = std::move(*weights);
  const auto* convolution = std::get_if<tensor::Convolution>(&stage.ops.front());
  if (convolution == nullptr || convolution->output_channels == 0) return {};
  auto packed = tensor::PackedConvolution::make(*convolution, {stage.weights.weight.span(), stage.weights.bias.span()},
                                                tensor::choose(*convolution, settings_.packed_bytes));
  if (!packed) return fail(packed.error().message, layers_[stage.first].name);
  stage.packed = std::move(*packed);
  stage.weights = {};
  return {};
}

Result<void> Member::set_input(Tensor input) {
  if (input.shape() != layers_.front().input()) return fail("the input must have the network's own shape");
  current_ = std::move(input);
  next_ = 0;
  sent_ = false;
  return {};
}

void Member::receive(std::int64_t from, tensor::Buffer part) {
  inbox_[static_cast<std::size_t>(from)].push_back(std::move(part));
}

bool Member::all_here() const {
  return std::ranges::none_of(inbox_, [](const auto& parts) { return parts.empty(); });
}

Result<bool> Member::advance(const std::function<void(std::span<const float>)>& send) {
  for (; next_ < stages_.size(); ++next_, sent_ = false) {
    const Stage& stage = stages_[next_];
    if (!stage.shares.empty()) {
      if (!sent_) {
        auto part = compute_share(stage);
        if (!part) return std::unexpected(part.error());
        send(part->buffer().span());
        receive(index_, std::move(part->buffer()));
        sent_ = true;
      }
      if (!all_here()) return false;
      if (auto joined = join(stage); !joined) return std::unexpected(joined.error());
    }
    if (auto done = finish(stage); !done) return std::unexpected(done.error());
  }
  return true;
}

Result<Tensor> Member::compute_share(const Stage& stage) {
  Tensor part;
  if (stage.shares[static_cast<std::size_t>(index_)].count == 0) return part;
  const auto* convolution = std::get_if<tensor::Convolution>(&stage.ops.front());
  if (convolution != nullptr && convolution->input.channels < current_.shape().channels) {
    auto inputs = channels_of(current_, stage.first_input, convolution->input.channels);
    if (!inputs) return inputs;
    part = std::move(*inputs);
  }
  for (std::size_t i = 0; i < stage.ops.size(); ++i) {
    const bool fuse = i == 0 && stage.packed && stage.ops.size() > 1 && layers_[stage.first + 1].is_relu();
    auto next = run(stage.ops[i], stage.packed ? &*stage.packed : nullptr, stage.weights,
                    part.empty() ? current_ : part, fuse, workspace_);
    if (!next) return next;
    part = std::move(*next);
    if (fuse) ++i;
  }
  return part;
}

// All parts side by side, pixel by pixel.
Result<void> Member::join(const Stage& stage) {
  auto whole = Tensor::make(layers_[stage.shared_end - 1].output());
  if (!whole) return std::unexpected(whole.error());
  for (std::size_t member = 0; member < inbox_.size(); ++member) {
    const tensor::Buffer part = std::move(inbox_[member].front());
    inbox_[member].pop_front();
    const Share share = stage.shares[member];
    const std::int64_t stride = (share.count + 3) / 4 * 4, pixels = whole->shape().pixels();
    if (part.size() != stride * pixels) return fail("a part from another worker has the wrong size");
    for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
      std::copy_n(part.data() + pixel * stride, share.count,
                  whole->buffer().data() + pixel * whole->channel_stride() + share.first);
  }
  current_ = std::move(*whole);
  return {};
}

Result<void> Member::finish(const Stage& stage) {
  for (std::size_t layer = stage.shared_end; layer < stage.end; ++layer) {
    Weights weights;
    if (layers_[layer].parameters.count() > 0) {  // PReLU's slopes
      auto made = make_weights(layers_[layer].parameters, settings_.weights);
      if (!made) return std::unexpected(made.error());
      weights = std::move(*made);
    }
    auto next = run(layers_[layer].op, nullptr, weights, current_, false, workspace_);
    if (!next) return std::unexpected(next.error());
    current_ = std::move(*next);
  }
  return {};
}

}  // namespace stride::model

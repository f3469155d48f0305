#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/weights.h"
#include "nn/network.h"
#include "tensor/kernels/activation/op.h"
#include "tensor/kernels/convolution/op.h"
#include "tensor/kernels/linear/op.h"
#include "tensor/kernels/local_response_normalisation/op.h"
#include "tensor/kernels/pool/op.h"
#include "tensor/kernels/softmax/op.h"

/// A network's layers as ops with known shapes.
namespace stride::model {

struct Identity {  // dropout, which does nothing when a network is used
  tensor::Shape input;
  [[nodiscard]] tensor::Shape output() const { return input; }
};
struct Flatten {  // to (C*H*W, 1, 1)
  tensor::Shape input;
  [[nodiscard]] tensor::Shape output() const { return {input.count(), 1, 1}; }
};

using Op = std::variant<tensor::Convolution, tensor::Pool, tensor::LocalResponseNormalisation, tensor::Linear,
                        tensor::Activation, tensor::Softmax, Identity, Flatten>;

struct Layer {
  std::string name;
  Op op;
  ParameterShape parameters;  // empty without any
  bool vector = false;        // the output is a vector, not a map
  [[nodiscard]] tensor::Shape input() const {
    return std::visit([](const auto& any) { return any.input; }, op);
  }
  [[nodiscard]] tensor::Shape output() const {
    return std::visit([](const auto& any) { return any.output(); }, op);
  }
  [[nodiscard]] bool is_relu() const {
    const auto* activation = std::get_if<tensor::Activation>(&op);
    return activation != nullptr && activation->kind == tensor::Activation::Kind::relu;
  }
  [[nodiscard]] std::int64_t macs() const;
};

/// Fails where a map shrinks to nothing, groups do not divide the channels, or `exact` does not come out.
Result<std::vector<Layer>> make_layers(const nn::NetworkSpec& network, nn::Pair size, nn::Rounding rounding);
/// The index of the layer of this name; an error lists the names there are.
Result<std::size_t> find_layer(const nn::NetworkSpec& network, std::string_view name);

/// Told between layers how far the work is, from 0 to 1; a false answer cancels it.
using Progress = std::function<bool(double)>;
inline constexpr std::string_view cancelled = "cancelled";

}  // namespace stride::model

#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "tensor/tensor.h"

/// Inputs that are made up here: no file, no network, the same bits everywhere.
namespace stride::model {

/// gratings, shapes, patches, text, noise
const std::vector<std::string_view>& picture_names();
/// Values from about -1 to 1; `seed` varies places and colours.
Result<tensor::Tensor> make_picture(std::string_view name, tensor::Shape shape, std::uint64_t seed);

}  // namespace stride::model

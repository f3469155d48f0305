#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/safetensors.h"
#include "tensor/tensor.h"

/// Inputs: those made up here, the same bits everywhere, and a person's own.
namespace stride::model {

/// gratings, shapes, patches, text, noise
const std::vector<std::string_view>& picture_names();
/// Values from about -1 to 1; `seed` varies places and colours.
Result<tensor::Tensor> make_picture(std::string_view name, tensor::Shape shape, std::uint64_t seed);

/// A person's own picture, which the browser has decoded and brought to H x W: red, green and blue bytes of each pixel,
/// row by row, in base64. Values go from -1 to 1; for one channel the three are averaged.
Result<tensor::Tensor> picture_from_bytes(std::string_view base64, tensor::Shape shape);

/// The tensor `input` (1 x C x H x W) of a file.
Result<tensor::Tensor> input_of_file(const TensorFile& file, tensor::Shape shape);

}  // namespace stride::model

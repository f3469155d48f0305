#pragma once

#include <memory>
#include <span>
#include <string>

#include "model/safetensors.h"

/// .safetensors files that a person has handed over: jobs name them as `weights` and `input`. They stay on this device.
namespace stride::engine {

struct File {
  std::shared_ptr<const model::TensorFile> tensors;
  std::string key;  // changes when another file comes under the same name
};

/// Keeps what is in a file, in place of an earlier one of this name. What is wrong with it is told by `find_file`.
void keep_file(const std::string& name, std::span<const std::byte> bytes);
/// A file that couldn't be taken, and why; one that is not needed any more.
void refuse_file(const std::string& name, Error error);
void forget_file(const std::string& name);
Result<File> find_file(const std::string& name);

}  // namespace stride::engine

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/network.h"

/// What all jobs on networks have in common: which network, which weights, which input, up to which layer.
namespace stride::engine {

/// `network` (a network file's text), `size` (227, 227x300), `rounding`, `seed`, `init`, `drawn` (1: edges and colour
/// blobs in the first layer) or `weights` (a file: files.h), `image` (a built-in picture), `picture` (a person's own:
/// model/pictures.h) or `input` (a file), `to` (a layer's name).
std::vector<std::string_view> recipe_parameters(std::initializer_list<std::string_view> more);

struct Recipe {
  nn::NetworkSpec spec;
  model::Settings settings;
  std::string image, picture;
  std::shared_ptr<const model::TensorFile> input;
  std::uint64_t seed = 1;
  std::string to;
  std::string network_key;  // equal for jobs that can share a network with its weights
  std::string input_key;    // if equal too, its activations

  static Result<Recipe> read(const jobs::Job& job);
};

/// The picture that goes in.
Result<tensor::Tensor> make_input(const Recipe& recipe, tensor::Shape shape);

/// A network with its input set. The engine holds on to the newest one, so that the next layer of the same network, or
/// the next neuron, finds the weights and activations there, and another picture at least the weights; all others are
/// given back before a new one is made.
struct Session {
  std::shared_ptr<model::Network> network;
  std::size_t layer = 0;
};
Result<Session> open(const Recipe& recipe);
/// A network of one's own, not kept for others: for timing, and for one seed among many.
Result<Session> open_apart(const Recipe& recipe);

}  // namespace stride::engine

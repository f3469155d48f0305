#include "engine/recipe.h"

#include <array>

#include "engine/files.h"
#include "engine/parameters.h"
#include "model/pictures.h"

namespace stride::engine {

namespace {

std::string text(const jobs::Job& job, const char* name, const char* fallback) {
  const auto found = job.parameters.find(name);
  return found == job.parameters.end() ? fallback : found->second;
}

constexpr std::array common{"network", "size",  "rounding", "seed",  "init", "drawn",
                            "weights", "image", "picture",  "input", "to"};

// Takes the file that the parameter `name` names into `file`, and makes it part of `key`.
Result<void> take_file(const jobs::Job& job, const char* name, std::shared_ptr<const model::TensorFile>& file,
                       std::string& key) {
  const std::string wanted = text(job, name, "");
  if (wanted.empty()) return {};
  auto found = find_file(wanted);
  if (!found) return fail(found.error().text(), name);
  file = std::move(found->tensors);
  key += '\n' + found->key;
  return {};
}

struct Held {
  std::string network_key, input_key;
  std::shared_ptr<model::Network> network;
};

Held& held() {
  static Held newest;
  return newest;
}

}  // namespace

std::vector<std::string_view> recipe_parameters(std::initializer_list<std::string_view> more) {
  std::vector<std::string_view> all(common.begin(), common.end());
  all.insert(all.end(), more);
  return all;
}

Result<Recipe> Recipe::read(const jobs::Job& job) {
  Recipe recipe;
  const std::string network = text(job, "network", "");
  auto spec = nn::parse_network(network);
  if (!spec) return fail(spec.error().text(), "network");
  const auto size = nn::parse_size(text(job, "size", nn::to_text(spec->input_size).c_str()));
  if (!size) return fail(size.error().message, "size");
  const auto rounding = nn::parse_rounding(text(job, "rounding", "floor"));
  if (!rounding) return fail(rounding.error().message, "rounding");
  const auto seed = integer_parameter(job, "seed", 0, std::int64_t{1} << 53, 1);
  if (!seed) return std::unexpected(seed.error());
  const auto initialisation = model::parse_initialisation(text(job, "init", "he"));
  if (!initialisation) return fail(initialisation.error().message, "init");
  recipe.spec = std::move(*spec);
  recipe.settings.size = *size;
  recipe.settings.rounding = *rounding;
  recipe.settings.weights =
      model::Seeded{static_cast<std::uint64_t>(*seed), *initialisation, text(job, "drawn", "0") == "1"};
  recipe.seed = static_cast<std::uint64_t>(*seed);
  recipe.image = text(job, "image", "gratings");
  recipe.picture = text(job, "picture", "");
  recipe.to = text(job, "to", recipe.spec.layers.empty() ? "" : recipe.spec.layers.back().name.c_str());
  recipe.input_key = recipe.image + '\n' + recipe.picture;
  for (const char* name : {"network", "size", "rounding", "seed", "init", "drawn"})
    recipe.network_key += text(job, name, "") + '\n';
  std::shared_ptr<const model::TensorFile> weights;
  if (auto taken = take_file(job, "weights", weights, recipe.network_key); !taken)
    return std::unexpected(taken.error());
  if (weights) recipe.settings.weights = std::move(weights);
  if (auto taken = take_file(job, "input", recipe.input, recipe.input_key); !taken)
    return std::unexpected(taken.error());
  return recipe;
}

Result<tensor::Tensor> make_input(const Recipe& recipe, tensor::Shape shape) {
  if (recipe.input) {
    auto input = model::input_of_file(*recipe.input, shape);
    return input ? std::move(input) : Result<tensor::Tensor>(fail(input.error().message, "input"));
  }
  if (recipe.picture.empty()) return model::make_picture(recipe.image, shape, recipe.seed);
  auto picture = model::picture_from_bytes(recipe.picture, shape);
  return picture ? std::move(picture) : Result<tensor::Tensor>(fail(picture.error().message, "picture"));
}

Result<Session> open_apart(const Recipe& recipe) {
  auto network = model::Network::make(recipe.spec, recipe.settings);
  if (!network) return std::unexpected(network.error());
  const auto layer = model::find_layer(recipe.spec, recipe.to);
  if (!layer) return fail(layer.error().message, "to");
  auto picture = make_input(recipe, network->input_shape());
  if (!picture) return std::unexpected(picture.error());
  if (auto set = network->set_input(std::move(*picture)); !set) return std::unexpected(set.error());
  return Session{std::make_shared<model::Network>(std::move(*network)), *layer};
}

Result<Session> open(const Recipe& recipe) {
  Held& newest = held();
  const bool same_input = newest.input_key == recipe.input_key;
  // Another job may still be on its way through the network with the last input.
  if (newest.network && newest.network_key == recipe.network_key && (same_input || newest.network.use_count() == 1)) {
    const auto layer = model::find_layer(recipe.spec, recipe.to);
    if (!layer) return fail(layer.error().message, "to");
    if (!same_input) {
      auto picture = make_input(recipe, newest.network->input_shape());
      if (!picture) return std::unexpected(picture.error());
      if (auto set = newest.network->set_input(std::move(*picture)); !set) return std::unexpected(set.error());
      newest.input_key = recipe.input_key;
    }
    return Session{newest.network, *layer};
  }
  newest = {};
  auto session = open_apart(recipe);
  if (session) newest = {recipe.network_key, recipe.input_key, session->network};
  return session;
}

}  // namespace stride::engine

#include "course/published.h"

#include <vector>

namespace stride::course {
namespace {

using nn::LayerSpec;
using nn::LayerType;

LayerSpec layer(const char* name, LayerType type, std::int64_t channels, std::int64_t kernel, std::int64_t stride,
                std::int64_t pad, std::int64_t groups = 1) {
  LayerSpec spec;
  spec.name = name;
  spec.type = type;
  spec.output_channels = channels;
  spec.kernel = {kernel, kernel};
  spec.stride = {stride, stride};
  spec.pad = {pad, pad};
  spec.groups = groups;
  return spec;
}

nn::NetworkSpec make_published() {
  nn::NetworkSpec network;
  network.name = "alexnet-2012";
  network.layers = {
      layer("conv1", LayerType::conv, 96, 11, 4, 0),    layer("pool1", LayerType::maxpool, 0, 3, 2, 0),
      layer("conv2", LayerType::conv, 256, 5, 1, 2, 2), layer("pool2", LayerType::maxpool, 0, 3, 2, 0),
      layer("conv3", LayerType::conv, 384, 3, 1, 1),    layer("conv4", LayerType::conv, 384, 3, 1, 1, 2),
      layer("conv5", LayerType::conv, 256, 3, 1, 1, 2), layer("pool5", LayerType::maxpool, 0, 3, 2, 0),
  };
  return network;
}

}  // namespace

const nn::NetworkSpec& published_network() {
  static const nn::NetworkSpec network = make_published();
  return network;
}

bool is_published_variant(const nn::NetworkSpec& network) {
  std::vector<const LayerSpec*> image_layers;
  for (const LayerSpec& candidate : network.layers)
    if (candidate.is_spatial()) image_layers.push_back(&candidate);
  const std::vector<LayerSpec>& published = published_network().layers;
  if (image_layers.size() != published.size()) return false;
  for (std::size_t i = 0; i < published.size(); ++i)
    if (image_layers[i]->name != published[i].name || image_layers[i]->is_pool() != published[i].is_pool())
      return false;
  return true;
}

bool is_grouped_in_published(std::string_view layer) {
  const LayerSpec* found = published_network().find(layer);
  return found != nullptr && found->groups > 1;
}

}  // namespace stride::course

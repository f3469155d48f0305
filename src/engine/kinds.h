#pragma once

#include "engine/engine.h"

/// The ways of starting each kind of job that stands in a list of engine.h.
namespace stride::engine {

/// Measures the multiply-add peak of this machine's core. Parameter `slices` (1 to 200; 8): how often. Numbers:
/// `gflops` (median of the slices), `gflops_max`, `slices` (done so far).
Result<Work> start_peak(const jobs::Job& job, const Clock& clock);

// The jobs on networks; recipe.h says which parameters they share. Tensors are in C, H, W order.

/// The picture that goes in; `side` and numbers as for `forward`.
Result<Work> start_input(const jobs::Job& job, const Clock& clock);
/// The weights of layer `to` in PyTorch's order, or with `bias` = 1 its biases. Numbers: `axes` and `axis.0`, `axis.1`,
/// ... With `channel` those of one output alone, and the number `bias`.
Result<Work> start_weights(const jobs::Job& job, const Clock& clock);
/// The activations of layer `to`. Numbers: `channels`, `height`, `width`, `bytes` (held for this network).
/// With `side` above 0 an outline: the channel with the most energy alone (its number is `channel`), averaged over
/// squares of pixels until no side is longer than that; `height` and `width` are then the outline's.
Result<Work> start_forward(const jobs::Job& job, const Clock& clock);
/// The gradient by the input of one neuron of layer `to`: `channel`, `y`, `x`, each the centre neuron's unless given.
Result<Work> start_gradient(const jobs::Job& job, const Clock& clock);
/// The effective receptive field (Luo et al. 2016) of a neuron of layer `to`, named as for `gradient`: energy (H, W),
/// averaged over `seeds` networks with inputs of their own; partial results after each. Numbers: `seeds`, `height`,
/// `width`, `centre_y`, `centre_x`, `radius_95` (pixels).
Result<Work> start_field(const jobs::Job& job, const Clock& clock);
/// The same of the centre neurons of every layer with a window up to `to`: for each `radius_95`, `centre_y`,
/// `centre_x`. Numbers: `seeds`, `layers`.
Result<Work> start_depths(const jobs::Job& job, const Clock& clock);
/// Which neurons of layer `to` change, and how much at most on any channel (H, W), when the pixels of the blocks
/// `touched` (3.4,3.5: row and column among blocks of `side` pixels) are. Numbers: `height`, `width`, `changed`.
Result<Work> start_perturbation(const jobs::Job& job, const Clock& clock);
/// Times `runs` passes to layer `to`, with `backward` = 1 also back from its centre neuron. Numbers: `total_ms.median`,
/// `.p90`, `.min`, `backward_ms.median`, and `layer.INDEX.NAME.ms` and `.gflops`, of linear layers also
/// `.gb_per_s`, at which their weights are read, and `.read_gb_per_s`, of a plain loop over the same bytes in turns
/// with them; the tensor is the output.
Result<Work> start_bench(const jobs::Job& job, const Clock& clock);

/// A recurrent network's gradients through time: parameters as rnn::Settings has them, `scale_to` of `scale` sigma,
/// radius or gain. The result is a jobs::RnnOutcome: first norms, then Jacobians, then singular values. With `runs`
/// above 0 it is timed instead: see rnn_timing.h.
Result<Work> start_rnn(const jobs::Job& job, const Clock& clock);

/// A stack of `depth` fully-connected layers of `width` units with PReLUs of slope `slope_percent`/100 (0: ReLU) on a
/// normal input, see model::ReluStack: log10 of the standard deviation of each layer's pre-activations under He's
/// initialisation. Numbers: `layers` (done so far).
Result<Work> start_stack(const jobs::Job& job, const Clock& clock);

}  // namespace stride::engine

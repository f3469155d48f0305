#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tensor/kernels/parameters.h"

/// The list of kernels, each with examples: the tests hold every example's two paths together and against central
/// differences, the benchmarks time them. A new kernel is a folder here and one line in list.cpp.
namespace stride::tensor {

/// One op with its numbers, ready to run. Functions that an op doesn't have are empty.
struct Example {
  std::string name;
  Shape input, output;
  std::int64_t weights = 0, biases = 0, macs = 0;
  double tolerance = 1e-5;  // of the vector path, relative to the largest reference value
  bool smooth = true;       // without kinks; else tests keep the inputs away from each other and from 0

  using Forward = std::function<Result<void>(const Tensor&, const Parameters&, Tensor&, Workspace&)>;
  using InputGradient =
      std::function<Result<void>(const Tensor&, const Parameters&, const Tensor& above, Tensor&, Workspace&)>;
  using ParameterGradient = std::function<Result<void>(const Tensor&, const Parameters&, const Tensor& above,
                                                       const ParameterGradients&, Workspace&)>;
  Forward forward, reference_forward;
  InputGradient input_gradient, reference_input_gradient;
  ParameterGradient parameter_gradient, reference_parameter_gradient;
};

struct Kernel {
  std::string name;
  std::vector<Example> tests;    // small, odd, awkward
  std::vector<Example> benches;  // as large as networks have them
};

std::vector<Kernel> kernels();

// One function per folder.
Kernel convolution_kernel();
Kernel pool_kernel();
Kernel local_response_normalisation_kernel();
Kernel linear_kernel();
Kernel activation_kernel();
Kernel softmax_kernel();

/// An example of an op whose functions have the usual names.
template <class Op>
Example example(std::string name, const Op& op, bool smooth = true) {
  Example result;
  result.name = std::move(name);
  result.input = op.input;
  result.output = op.output();
  result.smooth = smooth;
  result.weights = op.weights();
  result.biases = op.biases();
  result.macs = op.macs();
  result.reference_forward = [op](const Tensor& input, const Parameters& parameters, Tensor& output,
                                  Workspace&) -> Result<void> {
    reference_forward(op, input, parameters, output);
    return {};
  };
  if constexpr (requires(const Tensor& in, const Parameters& p, Tensor& out, Workspace& w) {
                  forward(op, in, p, out, w);
                })
    result.forward = [op](const Tensor& input, const Parameters& parameters, Tensor& output, Workspace& workspace) {
      return forward(op, input, parameters, output, workspace);
    };
  result.reference_input_gradient = [op](const Tensor& input, const Parameters& parameters, const Tensor& above,
                                         Tensor& gradient, Workspace&) -> Result<void> {
    reference_input_gradient(op, input, parameters, above, gradient);
    return {};
  };
  result.input_gradient = [op](const Tensor& input, const Parameters& parameters, const Tensor& above, Tensor& gradient,
                               Workspace& workspace) {
    return input_gradient(op, input, parameters, above, gradient, workspace);
  };
  if constexpr (requires(const Tensor& in, const Parameters& p, const ParameterGradients& g) {
                  reference_parameter_gradient(op, in, p, in, g);
                }) {
    result.reference_parameter_gradient = [op](const Tensor& input, const Parameters& parameters, const Tensor& above,
                                               const ParameterGradients& gradients, Workspace&) -> Result<void> {
      reference_parameter_gradient(op, input, parameters, above, gradients);
      return {};
    };
    result.parameter_gradient = [op](const Tensor& input, const Parameters& parameters, const Tensor& above,
                                     const ParameterGradients& gradients, Workspace& workspace) {
      return parameter_gradient(op, input, parameters, above, gradients, workspace);
    };
  }
  return result;
}

}  // namespace stride::tensor

#include "rnn/jacobian.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace stride::rnn {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;
using Index = Eigen::Index;

constexpr Index most_rows_exact = 128;  // beyond, decomposing at every step would take longer than the products
constexpr int most_iterations = 60;
constexpr double settled = 1e-7;  // relative change of the norm from one iteration to the next

double exact_norm(const Matrix& product) {
  const Eigen::MatrixXd square = product * product.transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(square, Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(0.0, solver.eigenvalues()(square.rows() - 1)));
}

template <class Real>
Vector part(const Real* values, Index count) {
  Vector result(count);
  for (Index i = 0; i < count; ++i) result(i) = static_cast<double>(values[i]);
  return result;
}

Vector slope_of_logistic(const Vector& output) { return output.array() * (1 - output.array()); }
Vector slope_of_tanh(const Vector& output) { return 1 - output.array().square(); }

template <class Real>
Matrix plain_jacobian(Cell cell, const Matrix& w, const Run<Real>& run, std::size_t t) {
  Vector slope = part(run.h_at(t), w.cols());
  for (double& value : slope) value = slope_at(cell, value);
  return slope.asDiagonal() * w;
}

template <class Real>
Matrix lstm_jacobian(const Matrix& w, const Run<Real>& run, std::size_t t) {
  const Index n = w.cols();
  const Real* gates = run.gates_at(t);
  const Vector i = part(gates, n), o = part(gates + n, n), f = part(gates + 2 * n, n), fresh = part(gates + 3 * n, n);
  const Vector squashed = part(run.c_at(t), n).array().tanh(), before = part(run.c_at(t - 1), n);
  const Vector open = o.cwiseProduct(slope_of_tanh(squashed));  // dh/dc
  Matrix jacobian = Matrix::Zero(2 * n, 2 * n);
  const Vector by_i = fresh.cwiseProduct(slope_of_logistic(i)), by_f = before.cwiseProduct(slope_of_logistic(f)),
               by_fresh = i.cwiseProduct(slope_of_tanh(fresh)), by_o = squashed.cwiseProduct(slope_of_logistic(o));
  jacobian.bottomLeftCorner(n, n) = by_i.asDiagonal() * w.topRows(n) + by_f.asDiagonal() * w.middleRows(2 * n, n) +
                                    by_fresh.asDiagonal() * w.bottomRows(n);
  jacobian.bottomRightCorner(n, n).diagonal() = f;
  jacobian.topLeftCorner(n, n) = open.asDiagonal() * jacobian.bottomLeftCorner(n, n);
  jacobian.topLeftCorner(n, n) += by_o.asDiagonal() * w.middleRows(n, n);
  jacobian.topRightCorner(n, n).diagonal() = open.cwiseProduct(f);
  return jacobian;
}

template <class Real>
Matrix gru_jacobian(const Matrix& w, const Run<Real>& run, std::size_t t) {
  const Index n = w.cols();
  const Real* gates = run.gates_at(t);
  const Vector z = part(gates, n), r = part(gates + n, n), candidate = part(gates + 2 * n, n);
  const Vector inside = (1 - z.array()) * slope_of_tanh(candidate).array();
  const Vector by_z = (part(run.h_at(t - 1), n) - candidate).cwiseProduct(slope_of_logistic(z));
  const Vector by_r = inside.cwiseProduct(part(run.inner_at(t), n)).cwiseProduct(slope_of_logistic(r));
  Matrix jacobian = by_z.asDiagonal() * w.topRows(n);
  jacobian += by_r.asDiagonal() * w.middleRows(n, n);
  jacobian += inside.cwiseProduct(r).asDiagonal() * w.bottomRows(n);
  jacobian.diagonal() += z;
  return jacobian;
}

template <class Real>
Matrix jacobian_at(Cell cell, const Matrix& w, const Run<Real>& run, std::size_t t) {
  if (cell == Cell::lstm) return lstm_jacobian(w, run, t);
  if (cell == Cell::gru) return gru_jacobian(w, run, t);
  return plain_jacobian(cell, w, run, t);
}

template <class Real>
Matrix hidden_weights(const Weights<Real>& weights) {
  const Eigen::Map<const Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> w(
      weights.w.data(), static_cast<Index>(weights.rows()), static_cast<Index>(weights.units()));
  return w.template cast<double>();
}

}  // namespace

struct JacobianProduct::Parts {
  struct Kept {
    Matrix product;
    double exponent = 0;
  };
  std::function<Matrix(std::size_t)> step;
  std::size_t t = 0;
  Matrix product;  // times 2^exponent
  double exponent = 0;
  Vector guess;  // right singular vector of the largest value, of the step before
  std::vector<Kept> kept;
};

template <class Real>
JacobianProduct::JacobianProduct(const Weights<Real>& weights, const Run<Real>& run)
    : parts_(std::make_unique<Parts>()) {
  const auto units = static_cast<Index>(weights.units());
  parts_->t = run.steps;
  parts_->product = Matrix::Identity(units, weights.cell == Cell::lstm ? 2 * units : units);
  parts_->step = [cell = weights.cell, w = hidden_weights(weights), &run](std::size_t t) {
    return jacobian_at(cell, w, run, t);
  };
}

JacobianProduct::JacobianProduct(JacobianProduct&&) noexcept = default;
JacobianProduct& JacobianProduct::operator=(JacobianProduct&&) noexcept = default;
JacobianProduct::~JacobianProduct() = default;

std::size_t JacobianProduct::t() const { return parts_->t; }

void JacobianProduct::step_back() {
  Parts& p = *parts_;
  if (p.t == 0) return;
  p.product = (p.product * p.step(p.t)).eval();
  --p.t;
  const double largest = p.product.cwiseAbs().maxCoeff();
  if (!(largest > 0) || !p.product.allFinite()) return;
  const int shift = std::ilogb(largest);
  p.product *= std::ldexp(1.0, -shift);
  p.exponent += shift;
}

JacobianProduct::Norm JacobianProduct::norm() {
  Parts& p = *parts_;
  if (!p.product.allFinite()) return {std::numeric_limits<double>::quiet_NaN(), true};
  if (p.product.rows() <= most_rows_exact)
    return {std::log10(exact_norm(p.product)) + p.exponent * std::log10(2.0), true};
  if (p.guess.size() != p.product.cols()) p.guess = Vector::Ones(p.product.cols());
  // A little of everything, so that a direction that was unimportant so far can take over.
  p.guess = p.guess.normalized() + 0.01 * Vector::LinSpaced(p.product.cols(), 1, 2).normalized();
  double norm = 0;
  for (int iteration = 0; iteration < most_iterations; ++iteration) {
    const Vector image = p.product * p.guess.normalized();
    const double now = image.norm();
    if (!(now > 0)) return {-std::numeric_limits<double>::infinity(), false};
    const bool done = std::abs(now - norm) <= settled * now;
    norm = now;
    p.guess = p.product.transpose() * image;
    if (done) break;
  }
  return {std::log10(norm) + p.exponent * std::log10(2.0), false};
}

void JacobianProduct::keep() { parts_->kept.push_back({parts_->product, parts_->exponent}); }

std::vector<double> JacobianProduct::singular_values(std::size_t index) const {
  const Parts::Kept& kept = parts_->kept[index];
  std::vector<double> values(static_cast<std::size_t>(kept.product.rows()), std::numeric_limits<double>::quiet_NaN());
  if (!kept.product.allFinite()) return values;
  const Eigen::BDCSVD<Eigen::MatrixXd> decomposition(kept.product);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::log10(decomposition.singularValues()(static_cast<Index>(i))) + kept.exponent * std::log10(2.0);
  return values;
}

std::vector<double> JacobianProduct::times(const std::vector<double>& readout, double& log10_scale) const {
  const Vector row = parts_->product.transpose() * part(readout.data(), static_cast<Index>(readout.size()));
  log10_scale = parts_->exponent * std::log10(2.0);
  return {row.begin(), row.end()};
}

template <class Real>
std::vector<double> step_jacobian(const Weights<Real>& weights, const Run<Real>& run, std::size_t t) {
  const Matrix jacobian = jacobian_at(weights.cell, hidden_weights(weights), run, t);
  return {jacobian.data(), jacobian.data() + jacobian.size()};
}

template JacobianProduct::JacobianProduct(const Weights<float>&, const Run<float>&);
template JacobianProduct::JacobianProduct(const Weights<double>&, const Run<double>&);
template std::vector<double> step_jacobian(const Weights<float>&, const Run<float>&, std::size_t);
template std::vector<double> step_jacobian(const Weights<double>&, const Run<double>&, std::size_t);

}  // namespace stride::rnn

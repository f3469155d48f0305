#include "rnn/measures.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace stride::rnn {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

double largest_singular_value(const double* matrix, int size) {
  const Eigen::Map<const Matrix> w(matrix, size, size);
  const Eigen::MatrixXd square = w.transpose() * w;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(square, Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(0.0, solver.eigenvalues()(size - 1)));
}

double spectral_radius(const double* matrix, int size) {
  const Eigen::MatrixXd w = Eigen::Map<const Matrix>(matrix, size, size);
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(w, false);
  return solver.eigenvalues().cwiseAbs().maxCoeff();
}

}  // namespace stride::rnn

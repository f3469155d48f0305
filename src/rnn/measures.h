#pragma once

namespace stride::rnn {

/// Of a square matrix by rows.
double largest_singular_value(const double* matrix, int size);
/// The largest absolute value of its eigenvalues. For a matrix that isn't normal, less than the above.
double spectral_radius(const double* matrix, int size);

}  // namespace stride::rnn

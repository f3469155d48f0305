#include "rnn/analysis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stride::rnn {

namespace {

double mean_slope(const Analysis& analysis) {
  const Run<float>& run = analysis.run();
  double sum = 0;
  for (std::size_t t = 1; t <= run.steps; ++t)
    for (std::size_t unit = 0; unit < run.units; ++unit) sum += static_cast<double>(analysis.slope(t, unit));
  return sum / static_cast<double>(run.steps * run.units);
}

}  // namespace

std::vector<std::size_t> spectrum_lags(std::size_t steps) {
  std::vector<std::size_t> lags;
  for (std::size_t i = 0; i < most_lags; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(most_lags - 1);
    const auto lag = static_cast<std::size_t>(std::lround(std::pow(static_cast<double>(steps), part)));
    if (lags.empty() || lag > lags.back()) lags.push_back(lag);
  }
  return lags;
}

Result<Analysis> Analysis::make(const Settings& settings, std::shared_ptr<Draft>& draft) {
  if (const auto fine = check(settings); !fine) return std::unexpected(fine.error());
  if (!draft || !draft->fits(settings)) draft = std::make_shared<Draft>(Draft::make(settings));
  Analysis a;
  a.settings_ = settings;
  a.factor_ = draft->factor(settings);
  a.draft_ = draft;
  a.weights_ = std::make_unique<Weights<float>>(make_weights<float>(settings, *draft, a.factor_));
  a.x_ = make_inputs<float>(settings);
  a.run_ = std::make_unique<Run<float>>(forward<float>(*a.weights_, a.x_));
  const auto readout = make_readout<float>(settings);
  a.back_ = std::make_unique<Backward<float>>(backward<float>(*a.weights_, *a.run_, readout, settings.truncate));
  a.outcome_ = measure_gradients(*a.weights_, *a.run_, *a.back_, a.x_);
  a.outcome_.measures = draft->measures(a.factor_);
  if (a.outcome_.gamma) a.outcome_.log10_factor = std::log10(*a.outcome_.gamma * a.outcome_.measures.sigma);
  a.outcome_.squashed = mean_slope(a);
  a.lags_ = spectrum_lags(a.run_->steps);
  a.product_.emplace(*a.weights_, *a.run_);
  a.outcome_.jacobian[a.run_->steps] = a.product_->norm().log10;
  return a;
}

bool Analysis::advance() {
  Outcome& out = outcome_;
  const std::size_t steps = run_->steps;
  if (product_->t() > 0) {
    product_->step_back();
    const std::size_t t = product_->t();
    const JacobianProduct::Norm norm = product_->norm();
    out.jacobian[t] = norm.log10;
    out.jacobian_exact[t] = norm.exact;
    if (std::ranges::contains(lags_, steps - t)) product_->keep();
    return true;
  }
  if (out.spectra.size() < lags_.size()) {
    const std::size_t lag = lags_[out.spectra.size()];
    Spectrum spectrum{.lag = lag, .log10_values = product_->singular_values(out.spectra.size())};
    const double eps = std::numeric_limits<double>::epsilon() * static_cast<double>(run_->units);
    spectrum.log10_rounding = spectrum.log10_values.front() + std::log10(eps);
    out.jacobian[steps - lag] = spectrum.log10_values.front();  // exact, where it was approximate
    out.jacobian_exact[steps - lag] = true;
    out.spectra.push_back(std::move(spectrum));
    return true;
  }
  if (std::isnan(out.measures.radius)) {
    draft_->measure_radius();
    out.measures = draft_->measures(factor_);
    return !std::isnan(out.measures.radius);  // of a matrix that isn't finite there is none
  }
  return false;
}

double Analysis::progress() const {
  const double product = 1 - static_cast<double>(product_->t()) / static_cast<double>(run_->steps);
  const double spectra = static_cast<double>(outcome_.spectra.size()) / static_cast<double>(lags_.size());
  return 0.1 + 0.5 * product + 0.35 * spectra;
}

float Analysis::slope(std::size_t t, std::size_t unit) const {
  const Run<float>& run = *run_;
  if (settings_.cell == Cell::lstm) return run.gates_at(t)[2 * run.units + unit];
  if (settings_.cell == Cell::gru) return run.gates_at(t)[unit];
  return slope_at(settings_.cell, run.h_at(t)[unit]);
}

}  // namespace stride::rnn

#include <algorithm>
#include <cmath>

#include "labs/rnn/derivation.h"
#include "labs/rnn/rnn.h"
#include "math/expr.h"

namespace stride::labs::rnn {

namespace {

// The numbers that the sentences speak of.
struct Numbers {
  double sigma = 0, radius = std::nan(""), gamma = 1, mean = std::nan("");
  int lag = 1, steps = 1;
  double bound = 0, measured = std::nan(""), last_term = std::nan(""), early_term = std::nan("");  // logarithms
  double recent = std::nan("");                                                                    // a share
};

Numbers numbers_of(const State& state, const Network& network) {
  Numbers n;
  n.sigma = network.outcome ? network.outcome->sigma : number_of(state, "scale_to");
  n.gamma = network.cell == "sigmoid" ? 0.25 : 1;
  n.steps = std::max(1, network.steps);
  n.lag = std::min(20, n.steps);
  n.bound = n.lag * std::log10(n.gamma * n.sigma);
  if (!network.outcome) return n;
  const jobs::RnnOutcome& outcome = *network.outcome;
  const auto early = static_cast<std::size_t>(n.steps - n.lag), last = static_cast<std::size_t>(n.steps);
  // The product is bounded; |dL/dh_t| stands for it until it is there, since it is never longer.
  const float product = outcome.jacobian[early];
  n.measured = static_cast<double>(std::isnan(product) ? outcome.gradient[early] : product);
  n.last_term = static_cast<double>(outcome.term[last]);
  n.early_term = static_cast<double>(outcome.term[early + 1]);
  n.radius = outcome.radius;
  n.mean = outcome.mean_slope;
  n.recent = share_below(outcome, 5);
  return n;
}

bool close_to(double value, double log10) {
  return value > 0 && std::abs(std::log10(value) - log10) < std::log10(1.05);  // as exact as sigma is shown
}

// Each wrong route to a number, with the name of its slip and the sentence about it.
struct WrongRoute {
  double log10 = 0;
  const char* misconception;
  const char* said;
};

std::string_view number_slip(const Numbers& n, const Step& step, double value, std::string_view& said) {
  const double slopeless = n.gamma < 1 ? 0 : std::nan(""), sigma = std::log10(n.sigma), gamma = std::log10(n.gamma);
  std::array<WrongRoute, 3> routes = {{{slopeless, "slope-forgotten", "slope"}}};
  if (step.id == "gamma") routes[0].log10 = 0;
  if (step.id == "bound")
    routes = {{{slopeless + n.lag * sigma, "slope-forgotten", "slope"},
               {n.lag * (gamma + std::log10(n.radius)), "spectral-radius-for-norm", "radius"},
               {std::log10(n.lag) + gamma + sigma, "sum-for-product", "sum"}}};
  if (step.id == "sufficient") {
    routes[1] = {sigma - gamma - std::log10(n.radius), "spectral-radius-for-norm", "radius"};
    routes[2] = {-std::log10(n.lag) - gamma, "sum-for-product", "sum"};
  }
  for (const WrongRoute& route : routes) {
    if (route.said == nullptr || !close_to(value, route.log10)) continue;
    said = route.said;
    return route.misconception;
  }
  said = "wrong";
  return "";
}

Judgement judge_number(const Content& content, const State& state, const Network& network, const Step& step,
                       std::string_view answer) {
  const Numbers n = numbers_of(state, network);
  const std::string key = std::string(step.id) + ".";
  const auto parsed = math::parse_answer(answer);
  const auto value = parsed ? math::evaluate_real(*parsed) : Result<double>(std::unexpected(parsed.error()));
  if (!value) return {Verdict::unreadable, "", value.error().text()};
  const double right = step.id == "gamma" ? std::log10(0.25) : step.id == "bound" ? n.bound : -std::log10(n.gamma);
  const bool exact = step.id != "bound";
  if (exact ? std::abs(*value - std::pow(10, right)) < 1e-9 : close_to(*value, right))
    return {Verdict::correct, "", fill(content, state, network, key + "right")};
  std::string_view said;
  const std::string_view slip = number_slip(n, step, *value, said);
  return {Verdict::wrong, std::string(slip), fill(content, state, network, key + std::string(said))};
}

Judgement judge_order(const Content& content, const State& state, const Network& network, const Step& step,
                      std::string_view answer) {
  const std::string order = order_of(step, answer), key = std::string(step.id) + ".";
  const std::size_t lines = lines_right(step, order);
  if (lines == order.size()) return {Verdict::correct, "", fill(content, state, network, key + "right")};
  return {Verdict::wrong, "", fill(content, state, network, key + "wrong." + std::to_string(lines))};
}

}  // namespace

const Step* find_step(std::string_view id) {
  const auto found = std::ranges::find(steps, id, &Step::id);
  return found == steps.end() ? nullptr : &*found;
}

std::string order_of(const Step& step, std::string_view answer) {
  std::string order;
  for (const std::string_view letters : {answer, step.letters})
    for (const char letter : letters)
      if (step.letters.contains(letter) && order.find(letter) == std::string::npos) order += letter;
  return order;
}

std::size_t lines_right(const Step& step, std::string_view order) {
  return static_cast<std::size_t>(std::ranges::mismatch(step.right, order).in1 - step.right.begin());
}

std::string fill(const Content& content, const State& state, const Network& network, std::string_view key) {
  const Numbers n = numbers_of(state, network);
  const int early = n.steps - n.lag;
  return content.text.get("rnn.step." + std::string(key), {{"sigma", short_number(n.sigma)},
                                                           {"radius", short_number(n.radius)},
                                                           {"gamma", n.gamma == 1 ? "1" : "1/4"},
                                                           {"limit", short_number(1 / n.gamma)},
                                                           {"lag", std::to_string(n.lag)},
                                                           {"hidden", std::to_string(network.hidden)},
                                                           {"steps", std::to_string(n.steps)},
                                                           {"early", std::to_string(early)},
                                                           {"after_early", std::to_string(early + 1)},
                                                           {"last_term", power_text(n.last_term)},
                                                           {"early_term", power_text(n.early_term)},
                                                           {"mean", short_number(n.mean)},
                                                           {"factor", short_number(n.gamma * n.sigma)},
                                                           {"bound", power_text(n.bound)},
                                                           {"measured", power_text(n.measured)},
                                                           {"recent", percent_text(content, n.recent)},
                                                           {"cell", cell_title(content, network.cell)}});
}

Judgement judge(const Content& content, const State& state, const Network& network, const Step& step,
                std::string_view answer) {
  if (answer.empty()) return {};
  if (step.form == Form::number) return judge_number(content, state, network, step, answer);
  if (step.form == Form::order) return judge_order(content, state, network, step, answer);
  const auto index = step.letters.find(answer);
  if (answer.size() != 1 || index == std::string_view::npos)
    return {Verdict::unreadable, "", content.text.get("rnn.no_option")};
  return {answer == step.right ? Verdict::correct : Verdict::wrong, std::string(step.misconceptions[index]),
          fill(content, state, network, std::string(step.id) + ".why." + std::string(answer))};
}

}  // namespace stride::labs::rnn

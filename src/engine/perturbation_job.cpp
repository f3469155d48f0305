#include <memory>
#include <utility>

#include "engine/kinds.h"
#include "engine/parameters.h"
#include "engine/recipe.h"
#include "model/perturbation.h"

namespace stride::engine {

namespace {

/// The network and what it gives untouched: the next stroke on the same picture needs only one pass.
struct Untouched {
  std::string key;
  Session session;
  tensor::Tensor picture, output;
};

Result<std::shared_ptr<Untouched>> untouched(const Recipe& recipe) {
  static std::shared_ptr<Untouched> newest;
  const std::string key = recipe.network_key + recipe.input_key + recipe.to;
  if (newest && newest->key == key) return newest;
  newest.reset();
  auto session = open_apart(recipe);
  if (!session) return std::unexpected(session.error());
  auto picture = session->network->input_of(0)->clone();
  if (!picture) return std::unexpected(picture.error());
  const auto output = session->network->output(session->layer);
  if (!output) return std::unexpected(output.error());
  auto kept = (*output)->clone();
  if (!kept) return std::unexpected(kept.error());
  newest = std::make_shared<Untouched>(Untouched{key, std::move(*session), std::move(*picture), std::move(*kept)});
  return newest;
}

/// One layer per slice.
class Perturbation {
 public:
  explicit Perturbation(std::shared_ptr<Untouched> base) : base_(std::move(base)) {}
  jobs::JobResult operator()() const {
    const Session& session = base_->session;
    const auto done = session.network->step(session.layer);
    if (!done) return {.error = done.error().text()};
    if (*done && **done < session.layer)
      return {.progress = static_cast<double>(**done + 1) / static_cast<double>(session.layer + 2)};
    jobs::JobResult result;
    const tensor::Shape shape = base_->output.shape();
    result.tensor = model::change(base_->output, *session.network->activations(session.layer));
    double changed = 0;
    for (const float value : result.tensor) changed += value != 0 ? 1 : 0;
    result.numbers = {{"height", static_cast<double>(shape.height)},
                      {"width", static_cast<double>(shape.width)},
                      {"changed", changed}};
    return result;
  }

 private:
  std::shared_ptr<Untouched> base_;
};

}  // namespace

Result<Work> start_perturbation(const jobs::Job& job, const Clock&) {
  auto recipe = Recipe::read(job);
  if (!recipe) return std::unexpected(recipe.error());
  // Transformed tiles would round differently all over a tile where one pixel of it changed: plain sums change exactly
  // where their window does.
  recipe->settings.packed_bytes = 0;
  const auto side = integer_parameter(job, "side", 1, 1000, 8);
  if (!side) return std::unexpected(side.error());
  const auto found = job.parameters.find("touched");
  const auto blocks = model::parse_blocks(found == job.parameters.end() ? "" : found->second);
  if (!blocks) return fail(blocks.error().message, "touched");
  const auto base = untouched(*recipe);
  if (!base) return std::unexpected(base.error());
  auto picture = (*base)->picture.clone();
  if (!picture) return std::unexpected(picture.error());
  model::touch(*picture, *blocks, *side);
  if (auto set = (*base)->session.network->set_input(std::move(*picture)); !set) return std::unexpected(set.error());
  return Perturbation(*base);
}

}  // namespace stride::engine

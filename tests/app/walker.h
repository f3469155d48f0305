#pragma once

#include "engine/engine.h"
#include "fixture.h"
#include "labs/layer_stepper/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace stepper = labs::layer_stepper;

/// A student in the layer stepper, with an engine that is done with everything that the page wants.
struct Walker : Student {
  jobs::Results results;

  explicit Walker(const std::string& fragment = "network=alexnet-bern&size=212") {
    act(Kind::route, "", "#lab=layer-stepper&" + fragment);
  }
  page::Page run() {
    for (const jobs::Job& job : wants(content(), state))
      if (!results.contains(job.key()))
        results[job.key()] = engine::run_in_place(engine::all_kinds(), job, [] { return 0.0; });
    return view(content(), state, results);
  }
  Walker& open(const std::string& layer) {
    act(Kind::press, "layer:" + layer);
    return *this;
  }
  stepper::Opened opened() { return (run(), stepper::open_layer(content(), state, results)); }
  Walker& press_at(const std::string& pad, int row, int column) {
    time += 1000;
    state = update(content(), state,
                   {Kind::press, pad, "at:" + std::to_string(row) + "," + std::to_string(column), time}, results);
    return *this;
  }
};

}  // namespace stride::app

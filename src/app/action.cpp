#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/app.h"

namespace stride::app {

using nlohmann::json;
using Kind = Action::Kind;

namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 12> kinds = {{{"input", Kind::input},
                                                                      {"commit", Kind::commit},
                                                                      {"select", Kind::select},
                                                                      {"toggle", Kind::toggle},
                                                                      {"press", Kind::press},
                                                                      {"focus", Kind::focus},
                                                                      {"paste", Kind::paste},
                                                                      {"route", Kind::route},
                                                                      {"seek", Kind::seek},
                                                                      {"undo", Kind::undo},
                                                                      {"redo", Kind::redo},
                                                                      {"merge", Kind::merge}}};

}  // namespace

Result<Action> parse_action(std::string_view text) {
  const json value = json::parse(text, nullptr, false);
  if (!value.is_object()) return fail("an action is a JSON object");
  const auto text_of = [&](const char* name) -> std::string {
    const auto found = value.find(name);
    return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const std::string name = text_of("kind");
  const auto kind = std::ranges::find(kinds, name, [](const auto& pair) { return pair.first; });
  if (kind == kinds.end()) return fail("no action is called '" + name + "'", "kind");
  const auto time = value.find("time");
  return Action{kind->second, text_of("id"), text_of("value"),
                time != value.end() && time->is_number() ? time->get<double>() : 0};
}

}  // namespace stride::app

#include <nlohmann/json.hpp>

#include "app/app.h"

namespace stride::app {

using nlohmann::json;

Result<Content> parse_content(std::string_view text) {
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object()) return fail("content.json is not a JSON object");
  const auto networks = root.find("networks");
  if (networks == root.end() || !networks->is_object() || networks->empty())
    return fail("expected an object of networks", "networks");
  Content content;
  for (const auto& [name, file] : networks->items()) {
    auto network = nn::parse_network(file.dump());
    if (!network) return fail(network.error().text(), "networks/" + name + ".json");
    content.networks.push_back(std::move(*network));
  }
  const auto languages = root.find("text");
  if (languages == root.end() || !languages->is_object() || !languages->contains("en"))
    return fail("expected the English text", "text.en");
  auto parsed = Text::parse((*languages)["en"].dump());
  if (!parsed) return fail(parsed.error().text(), "text/en.json");
  content.text = std::move(*parsed);
  return content;
}

}  // namespace stride::app

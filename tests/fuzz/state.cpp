// Whatever was saved, the page opens, shows every lab, and what it saves again is read back as the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/app.h"
#include "content.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stride;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  app::Restored restored = app::restore(fuzz::content(), text);
  fuzz::require(!restored.notice.contains('\n'));
  const std::string saved = app::save(restored.state);
  const app::Restored again = app::restore(fuzz::content(), saved);
  fuzz::require(again.notice.empty() && app::save(again.state) == saved);
  for (const labs::Lab* lab : labs::all_labs()) {
    restored.state.lab = lab->name;
    (void)app::view(fuzz::content(), restored.state, {});
    (void)app::wants(fuzz::content(), restored.state);
  }
  return 0;
}

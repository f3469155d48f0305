#include "ui/blocks.h"

#include <algorithm>
#include <array>

namespace stride::ui {

namespace {

struct Kind {
  double (*natural)(const Builder&, const Block&);
  Size (*place)(Builder&, const Block&, double x, double y, double width);
};

// In the order of page::Block's variant.
constexpr std::array kinds{
    Kind{natural_heading, place_heading},
    Kind{natural_prose, place_prose},
    Kind{natural_formula, place_formula},
    Kind{natural_answer, place_answer},
    Kind{natural_combobox, place_combobox},
    Kind{natural_toggle, place_toggle},
    Kind{natural_button, place_button},
    Kind{natural_link, place_link},
    Kind{natural_table, place_table},
    Kind{natural_figure, place_figure},
    Kind{natural_callout, place_callout},
    Kind{natural_card, place_card},
    Kind{natural_line, place_line},
    Kind{natural_progress, place_progress},
    Kind{natural_disclosure, place_disclosure},
    Kind{natural_slider, place_slider},
    Kind{natural_choice, place_choice},
    Kind{natural_ordering, place_ordering},
    Kind{natural_file, place_file},
};
static_assert(kinds.size() == std::variant_size_v<decltype(Block::body)>);

template <class T>
const T* as(const Block& block) {
  return std::get_if<T>(&block.body);
}

bool is_soft(const Block& block) {
  return as<page::Prose>(block) != nullptr && as<page::Prose>(block)->tone == page::Tone::soft;
}

}  // namespace

double natural_width(const Builder& builder, const Block& block) {
  return kinds[block.body.index()].natural(builder, block);
}

Size place(Builder& builder, const Block& block, double x, double y, double width) {
  return kinds[block.body.index()].place(builder, block, x, y, width);
}

double gap_between(const Builder& builder, const Block& above, const Block& below) {
  const bool roomy = builder.in_main();
  if (as<page::Link>(above) != nullptr && as<page::Link>(below) != nullptr) return 1;
  if (as<page::Link>(below) != nullptr && as<page::Prose>(above) != nullptr) return 4;
  if (as<page::Heading>(above) != nullptr) return as<page::Prose>(below) != nullptr ? (roomy ? 4 : 6) : 12;
  if (as<page::Heading>(below) != nullptr) return is_soft(above) ? 2 : (roomy ? 28 : 20);
  if (is_soft(above) && as<page::Formula>(below) != nullptr) return 4;
  if (as<page::Prose>(above) != nullptr && as<page::Prose>(below) != nullptr) return is_soft(above) ? 2 : 8;
  if (as<page::Formula>(above) != nullptr && as<page::Button>(below) != nullptr) return 2;
  if (builder.region == Region::inspector && as<page::Figure>(below) != nullptr) return 33;  // a line is drawn between
  if (as<page::Line>(above) != nullptr && as<page::Line>(below) != nullptr) return 8;
  if (roomy) return 14;
  return builder.region == Region::rail ? 16 : 12;
}

double place_stack(Builder& builder, const Blocks& blocks, double x, double y, double width) {
  double used = 0;
  for (const Block& block : blocks) {
    if (&block != blocks.data()) {
      const double gap = gap_between(builder, *(&block - 1), block);
      if (builder.region == Region::inspector && as<page::Figure>(block) != nullptr)
        builder.scene.shapes.emplace_back(
            Panel{.rect = {x, y + used + 16, width, 1}, .fill = Token::line, .stroke = {}});
      used += gap;
    }
    used += place(builder, block, x, y + used, width).height;
  }
  return used;
}

}  // namespace stride::ui

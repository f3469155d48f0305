#pragma once

#include <string>

#include "page/page.h"
#include "ui/scene.h"
#include "ui/text_layout.h"
#include "ui/ui.h"

namespace stride::ui {

/// Where blocks stand: it decides the size of text and how tight things are.
enum class Region : std::uint8_t { main, panel, inspector, table, header, rail, dialog };

/// What the placing of blocks knows. All lengths are in px at font scale 1.
struct Builder {
  const FontSet& fonts;
  Scene& scene;
  const page::Page& page;
  Arrangement arrangement = Arrangement::wide;
  double control = 32;  // the height of controls
  Region region = Region::main;
  Token ground = Token::paper;      // the colour under what is placed next
  bool inspector_in_table = false;  // it goes under its row instead of beside the content
  bool inspector_placed = false;
  bool covered = false;     // a dialog or the drawer lies over what is placed next
  bool fill_boxes = false;  // boxes take all the width that they are given

  [[nodiscard]] bool narrow() const { return arrangement == Arrangement::narrow; }
  [[nodiscard]] bool in_main() const { return region == Region::main; }
  [[nodiscard]] TextStyle text_style(Token token = Token::ink) const {
    return in_main() ? body_style(token) : table_style(token);
  }

  void report(const std::string& id, const Rect& rect) const {
    if (!id.empty()) scene.rects.emplace_back(id, rect);
  }
  /// Reports an item that a person can press or type into.
  void item(const std::string& id, const std::string& label, const Rect& rect) const {
    report(id, rect);
    scene.items.push_back({id, label, rect});
  }
};

/// Places blocks elsewhere for a while: in a card, a cell, a panel.
class Inside {
 public:
  Inside(Builder& builder, Region region, Token ground)
      : builder_(builder), region_(builder.region), ground_(builder.ground) {
    builder.region = region;
    builder.ground = ground;
  }
  ~Inside() {
    builder_.region = region_;
    builder_.ground = ground_;
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  Builder& builder_;
  Region region_;
  Token ground_;
};

}  // namespace stride::ui

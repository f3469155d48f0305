#pragma once

#include "ui/builder.h"

namespace stride::ui {

/// What only a layout depends on, beside the page.
struct Situation {
  Viewport viewport;
  bool drawer_open = false;
  double scroll = 0;  // CSS px: where a dialog is centred
};

struct PlacedPage {
  Scene scene;        // in px at font scale 1
  double height = 0;  // of the document, in px at font scale 1
  Arrangement arrangement = Arrangement::wide;
};

/// The whole page: header, rail, content, inspector, dialog.
PlacedPage place_page(const FontSet& fonts, const page::Page& page, const Situation& situation);

}  // namespace stride::ui

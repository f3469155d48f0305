#include <doctest/doctest.h>

#include "fixture.h"
#include "harness.h"

namespace stride::ui::test {

// With STRIDE_PICTURES=FOLDER the pages land there as pictures, to be looked at.
TEST_CASE("pages are drawn at every size, in both themes") {
  struct Size {
    const char* name;
    Viewport viewport;
    double scale = 1;
    int columns = 2;
  };
  for (const Size& size :
       {Size{"wide-light", {1280, 800, 1, false, false}}, Size{"wide-dark", {1280, 800, 1, false, true}},
        Size{"full-hd", {1920, 1080, 1, false, false}, 1, 4}, Size{"laptop-2x", {1280, 800, 2, false, false}},
        Size{"tablet", {768, 1024, 1, true, false}}, Size{"phone", {390, 844, 2, true, false}},
        Size{"phone-dark", {390, 844, 2, true, true}}, Size{"small", {320, 640, 1, true, false}, 1},
        Size{"small-large-text", {320, 640, 2, true, false}, 2}, Size{"wide-150", {1280, 800, 1, false, false}, 1.5},
        Size{"many-columns", {1280, 800, 1, false, false}, 1, 6}}) {
    const Context context;
    View view(load_fonts());
    page::Page page = worksheet_page(size.columns);
    page.font_scale = size.scale;
    view.set_viewport(size.viewport);
    view.set_page(page);
    CHECK(view.layout().height >= size.viewport.height);
    keep_picture(view, size.viewport, size.name);
  }
}

TEST_CASE("a dialog and the drawer lie over the page") {
  const Context context;
  View view(load_fonts());
  page::Page page = worksheet_page();
  const Viewport phone{390, 844, 2, true, false};
  view.set_viewport(phone);
  view.set_page(page);
  view.set_drawer(true);
  keep_picture(view, phone, "drawer", 844);
  CHECK(view.layout().rects.contains("drawer.panel"));
  CHECK(view.layout().rects.at("field.size").height == 0);  // its text is drawn: it must not show through
  CHECK(view.layout().rects.at("field.theme").height >= 44);
  view.set_drawer(false);
  page.dialog = reset_dialog();
  page::assign_ids(page);
  view.set_page(page);
  const Viewport laptop{1280, 800, 1, false, false};
  view.set_viewport(laptop);
  view.set_scroll(300);
  const Rect dialog = view.layout().rects.at("dialog");
  CHECK(dialog.y > 300);
  CHECK(dialog.bottom() < 1100);
  CHECK(dialog.center_x() == doctest::Approx(640));
  keep_picture(view, laptop, "dialog", 1100);
}

TEST_CASE("a figure with axes") {
  const Context context;
  View view(load_fonts());
  page::Page page;
  page.main = {{"plot", plot_figure()}};
  const Viewport viewport{900, 420, 2, false, false};
  view.set_viewport(viewport);
  view.set_page(page);
  CHECK(view.layout().rects.contains("plot"));
  keep_picture(view, viewport, "plot");
}

}  // namespace stride::ui::test

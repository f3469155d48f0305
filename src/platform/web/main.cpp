#include <emscripten/console.h>
#include <emscripten/emscripten.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/app.h"
#include "platform/web/canvas.h"
#include "platform/web/results.h"
#include "ui/ui.h"

/// The page in a browser: wiring between app, ui and the scripts in web/. Texts that come in are made by JavaScript's
/// stringToNewUTF8 and freed here; texts that go out are valid until the next call.

namespace {

using namespace stride;

using OwnedText = std::unique_ptr<char, decltype(&std::free)>;
OwnedText owned(char* text) { return {text, std::free}; }

struct Tutor {
  app::Content content;
  app::State state;
  platform::Results results;
  platform::Canvas canvas;
  ui::Fonts fonts;
  std::unique_ptr<ui::View> view;  // none in the plain page
  ui::Viewport viewport;
  bool system_dark = false;
  double scroll = 0;     // the visible part's top
  bool damaged = false;  // what was saved could be read in part only
  page::Page plain;      // the page where it isn't drawn; else the view has it
  bool stale = false;    // the page isn't that of the state and the results
  std::string answer;    // the text that was asked for last
};

Tutor& tutor() {
  static Tutor tutor;
  return tutor;
}

const page::Page& page_of(const Tutor& t) { return t.view != nullptr ? t.view->page() : t.plain; }

const char* give(std::string text) { return (tutor().answer = std::move(text)).c_str(); }

void refresh_viewport(const std::string& theme) {
  Tutor& t = tutor();
  if (t.view == nullptr) return;
  t.viewport.dark = !t.state.printing && (theme == "dark" || (theme != "light" && t.system_dark));
  t.view->set_viewport(t.viewport);
}

void make_page() {
  Tutor& t = tutor();
  t.stale = false;
  const bool asked = page_of(t).dialog.has_value();
  const std::string theme = page_of(t).theme;
  page::Page page = app::view(t.content, t.state, t.results.by_key());
  if (t.view == nullptr) return void(t.plain = std::move(page));
  // A dialog opens in the part that is visible, and then stays where it is.
  if (page.dialog && !asked) t.view->set_scroll(t.scroll);
  t.view->set_page(std::move(page));
  if (page_of(t).theme != theme) refresh_viewport(page_of(t).theme);
}

/// With the page as it is now: made when it is asked for, once for all that has come since.
Tutor& up_to_date() {
  if (tutor().stale) make_page();
  return tutor();
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void stride_font(char* name, char* bytes, std::size_t size) {
  tutor().fonts.files[owned(name).get()] = std::string(bytes, size);
  std::free(bytes);
}

/// What went wrong, in one line; nothing if all is well.
EMSCRIPTEN_KEEPALIVE const char* stride_start(char* content_json, char* saved, char* fragment, double time) {
  Tutor& t = tutor();
  auto content = app::parse_content(owned(content_json).get());
  if (!content) return give(content.error().text());
  t.content = std::move(*content);
  const OwnedText kept = owned(saved), route = owned(fragment);
  t.state = app::initial_state(t.content);
  std::string notice;
  if (*kept != '\0') {
    app::Restored restored = app::restore(t.content, kept.get());
    t.state = std::move(restored.state);
    notice = std::move(restored.notice);
    t.damaged = !notice.empty();
  }
  t.state.now = t.state.opened = time;
  if (*route != '\0') t.state = app::update(t.content, t.state, {app::Action::Kind::route, {}, route.get(), time});
  if (!notice.empty()) t.state.status = t.state.status.empty() ? notice : notice + " " + t.state.status;
  make_page();
  return give({});
}

EMSCRIPTEN_KEEPALIVE bool stride_damaged() { return tutor().damaged; }

/// From now on the page is drawn. False where it can't be.
EMSCRIPTEN_KEEPALIVE bool stride_open() {
  Tutor& t = tutor();
  if (!t.canvas.open()) return false;
  t.view = std::make_unique<ui::View>(std::move(t.fonts));
  t.view->draw_slabs_with([](const gfx::SlabPass& pass) { tutor().canvas.draw_slabs(pass); });
  refresh_viewport(t.plain.theme);
  t.view->set_page(std::move(t.plain));
  return true;
}

EMSCRIPTEN_KEEPALIVE void stride_viewport(double width, double height, double pixel_ratio, bool touch,
                                          bool system_dark) {
  Tutor& t = tutor();
  t.viewport = {.width = width, .height = height, .pixel_ratio = pixel_ratio, .touch = touch};
  t.system_dark = system_dark;
  refresh_viewport(page_of(t).theme);
}

/// While the browser prints: figures as they are on paper, in the light theme.
EMSCRIPTEN_KEEPALIVE void stride_print(bool on) {
  tutor().state.printing = on;
  tutor().stale = true;
  refresh_viewport(page_of(tutor()).theme);
}

EMSCRIPTEN_KEEPALIVE void stride_act(char* action_json, double scroll) {
  Tutor& t = tutor();
  t.scroll = scroll;
  const auto action = app::parse_action(owned(action_json).get());
  if (!action) return emscripten_console_error(action.error().text().c_str());
  t.state = app::update(t.content, std::move(t.state), *action, t.results.by_key());
  t.stale = true;
}

/// The address of a course that the page waits for; nothing where it waits for none.
EMSCRIPTEN_KEEPALIVE const char* stride_missing_course() {
  return give(app::missing_course(tutor().content, tutor().state));
}

/// What stands there; nothing where it could not be read.
EMSCRIPTEN_KEEPALIVE void stride_course(char* address, char* json) {
  const OwnedText name = owned(address), text = owned(json);
  app::add_course(tutor().content, name.get(), text.get());
  tutor().stale = true;
}

EMSCRIPTEN_KEEPALIVE void stride_result(char* result_json, float* tensor, std::size_t count) {
  Tutor& t = tutor();
  auto result = jobs::parse_result(owned(result_json).get());
  const std::unique_ptr<float, decltype(&std::free)> values(tensor, std::free);
  if (!result) return emscripten_console_error(result.error().text().c_str());
  if (count > 0) result->tensor.assign(tensor, tensor + count);
  t.results.add(std::move(*result));
  t.stale = true;
}

/// A figure at another time of its playback: nothing else changes. False where there is no such figure.
EMSCRIPTEN_KEEPALIVE bool stride_figure(char* id, double time, bool playing) {
  Tutor& t = up_to_date();
  const OwnedText name = owned(id);
  auto figure = app::figure_at(t.content, t.state, t.results.by_key(), name.get(), time);
  if (!figure || t.view == nullptr) return false;
  if (figure->playback) figure->playback->playing = playing;
  t.view->set_figure(name.get(), std::move(*figure));
  return true;
}

/// Grows whenever a figure's axes have changed, so that it has somewhere to glide to.
EMSCRIPTEN_KEEPALIVE unsigned stride_turns() { return tutor().view != nullptr ? up_to_date().view->turns() : 0; }
/// How much of the way is behind such figures, from 0 to 1.
EMSCRIPTEN_KEEPALIVE void stride_glide(double part) {
  if (tutor().view != nullptr) tutor().view->glide(part);
}

/// The pointer is at a point of the document: whether another number of a figure is shown than before.
EMSCRIPTEN_KEEPALIVE bool stride_point(double x, double y) {
  return tutor().view != nullptr && up_to_date().view->point_at(x, y);
}

/// The cursor keys in a figure; `way` is one of ui::Way. {"index", "text"} of the number that is read now.
EMSCRIPTEN_KEEPALIVE const char* stride_cursor(char* figure, int way) {
  const OwnedText id = owned(figure);
  ui::View* view = up_to_date().view.get();
  if (view == nullptr || way < 0 || way > static_cast<int>(ui::Way::last)) return give("null");
  const std::string text = view->move_cursor(id.get(), static_cast<ui::Way>(way));
  const nlohmann::json json = {{"index", view->cursor() ? view->cursor()->index : 0}, {"text", text}};
  return give(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

/// The index-th number of a figure; none when it is negative.
EMSCRIPTEN_KEEPALIVE void stride_put_cursor(char* figure, int index) {
  const OwnedText id = owned(figure);
  if (tutor().view == nullptr) return;
  if (index < 0) return tutor().view->put_cursor({});
  tutor().view->put_cursor(ui::Cursor{id.get(), static_cast<std::size_t>(index)});
}

EMSCRIPTEN_KEEPALIVE void stride_drawer(bool open) {
  if (tutor().view != nullptr) tutor().view->set_drawer(open);
}

EMSCRIPTEN_KEEPALIVE void stride_canvas(int width, int height, double pixel_ratio) {
  tutor().canvas.resize(width, height, pixel_ratio);
}

/// What lies from `from` to `to` of the document, on a canvas that covers `height` of it from `top`.
EMSCRIPTEN_KEEPALIVE void stride_draw(double top, double height, double from, double to) {
  Tutor& t = up_to_date();
  if (t.view == nullptr) return;
  const auto draw = [&] { t.canvas.draw(t.view->atlas_version(), [&] { t.view->draw(top, height, {from, to}); }); };
  draw();
  if (t.canvas.can_draw_slabs()) return;
  t.view->draw_slabs_with({});  // from now on as polygons
  draw();
}

EMSCRIPTEN_KEEPALIVE void stride_restore_canvas() { tutor().canvas.restore(); }

EMSCRIPTEN_KEEPALIVE const char* stride_page() { return give(page::to_json(page_of(up_to_date()))); }
EMSCRIPTEN_KEEPALIVE const char* stride_live() { return give(page::live_json(page_of(up_to_date()))); }
EMSCRIPTEN_KEEPALIVE const char* stride_layout() {
  return give(tutor().view != nullptr ? up_to_date().view->news_of_layout() : "");
}
EMSCRIPTEN_KEEPALIVE const char* stride_saved() { return give(app::save(tutor().state)); }
EMSCRIPTEN_KEEPALIVE const char* stride_fragment() { return give(app::fragment(tutor().state)); }
EMSCRIPTEN_KEEPALIVE const char* stride_clipboard(char* format) {
  return give(app::clipboard_text(tutor().content, tutor().state, owned(format).get(), tutor().results.by_key()));
}

/// Bytes of the text that was given last: a file may hold any.
EMSCRIPTEN_KEEPALIVE std::size_t stride_answer_size() { return tutor().answer.size(); }

/// [{"key": ..., "job": the job's JSON as text}], those that matter most: others' turn comes when these are done.
EMSCRIPTEN_KEEPALIVE const char* stride_wants() {
  Tutor& t = tutor();
  nlohmann::json list = nlohmann::json::array();
  constexpr std::size_t at_once = 16;
  const auto missing = t.results.missing(app::wants(t.content, t.state));
  for (const jobs::Job& job : std::span(missing).first(std::min(missing.size(), at_once)))
    list.push_back({{"key", job.key()}, {"job", jobs::to_json(job)}});
  return give(list.dump());
}
}

int main() { return 0; }

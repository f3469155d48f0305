#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// The ids of what a page has beyond its blocks: ui reports a rectangle under them, the mirror lays an element there.
/// What has no rectangle is not in sight, and the mirror leaves it out of the way of keys and readers.
namespace stride::page {

// A figure's playback, under it.
inline std::string play_id(std::string_view figure) { return std::string(figure) + ".play"; }
inline std::string step_back_id(std::string_view figure) { return std::string(figure) + ".step-back"; }
inline std::string step_id(std::string_view figure) { return std::string(figure) + ".step"; }
inline std::string scrub_id(std::string_view figure) { return std::string(figure) + ".scrub"; }
// Its plot, where its numbers are read.
inline std::string cursor_id(std::string_view figure) { return std::string(figure) + ".cursor"; }

// Text that is drawn as part of a block: a table's column header, a callout's title, the caption over a control.
inline std::string column_id(std::string_view table, std::size_t column) {
  return std::string(table) + ".column." + std::to_string(column);
}
inline std::string title_id(std::string_view callout) { return std::string(callout) + ".title"; }
inline std::string caption_id(std::string_view control) { return std::string(control) + ".caption"; }

// A choice's option: its whole row, the text in it, the reason under that.
inline std::string option_id(std::string_view choice, std::string_view value) {
  return std::string(choice) + ".option." + std::string(value);
}
inline std::string text_id(std::string_view part) { return std::string(part) + ".text"; }
inline std::string reason_id(std::string_view option) { return std::string(option) + ".reason"; }

// An ordering's item: its whole row, the handle that drags it, its two buttons; its text as an option's.
inline std::string item_id(std::string_view ordering, std::string_view item) {
  return std::string(ordering) + ".item." + std::string(item);
}
inline std::string grip_id(std::string_view item) { return std::string(item) + ".grip"; }
inline std::string up_id(std::string_view item) { return std::string(item) + ".up"; }
inline std::string down_id(std::string_view item) { return std::string(item) + ".down"; }

// The frame of the page.
inline constexpr std::string_view brand_id = "brand";
inline constexpr std::string_view drawer_id = "drawer";  // the button that opens and closes the rail on a phone
inline constexpr std::string_view dialog_id = "dialog";  // the dialog's panel
inline constexpr std::string_view dialog_title_id = "dialog.title";

}  // namespace stride::page

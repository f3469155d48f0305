#include "cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <vector>

#include "cli/printable.h"

namespace stride::cli {
namespace {

namespace fs = std::filesystem;

/// Where content goes.
struct Place {
  fs::path path;  // empty: standard output
  fs::path part;  // written first, then renamed; empty where there is no file to replace, as with a pipe
};

/// What `path` leads to through its links, which stay.
fs::path followed(fs::path path) {
  std::error_code error;
  while (fs::is_symlink(path, error)) path = path.parent_path() / fs::read_symlink(path, error);
  return path;
}

Result<Place> place_of(const std::string& path) {
  if (path.empty() || path == "-" || path == "/dev/stdout") return Place{};
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return fail("expected a file, found a folder", path);
  if (!fs::status_known(status)) return fail("cannot be written", path);
  if (fs::is_other(status)) return Place{path, {}};
  Place place{followed(path), {}};
  place.part = place.path;  // beside the file, so that renaming stays within one file system
  place.part += ".part-" + std::to_string(std::random_device()());
  return place;
}

bool append(const fs::path& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << content;
  file.close();
  return static_cast<bool>(file);
}

// The steps of writing. A place that one doesn't concern is done with it.

bool write_part(const Place& place, std::string_view content) {
  if (place.part.empty()) return true;
  if (!append(place.part, "")) return false;
  std::error_code error;
  const fs::file_status old = fs::status(place.path, error);
  if (fs::exists(old)) fs::permissions(place.part, old.permissions(), error);  // before there is anything to read
  return append(place.part, content);
}

bool write_straight(const Place& place, std::string_view content) {
  if (!place.part.empty()) return true;
  if (!place.path.empty()) return append(place.path, content);
  std::cout << content << std::flush;
  return static_cast<bool>(std::cout);
}

bool rename_part(const Place& place, std::string_view) {
  if (place.part.empty()) return true;
  std::error_code error;
  fs::rename(place.part, place.path, error);
  return !error;
}

Result<std::vector<Place>> places_of(std::span<const Output> outputs) {
  std::vector<Place> places;
  std::vector<fs::path> taken;  // a device takes two outputs
  for (const Output& output : outputs) {
    auto place = place_of(output.path);
    if (!place) return std::unexpected(place.error());
    std::error_code error;
    const fs::path name = fs::weakly_canonical(fs::absolute(place->path, error), error);
    if (std::ranges::contains(taken, name))
      return fail("expected another file than that of the other output", output.path);
    if (place->path.empty() || !place->part.empty()) taken.push_back(name);
    places.push_back(std::move(*place));
  }
  return places;
}

}  // namespace

void show_progress(double share) {
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  if (!terminal) return;
  if (share < 1)
    std::cerr << "\r" << static_cast<int>(100 * share) << " % " << std::flush;
  else
    std::cerr << "\r\033[K" << std::flush;
}

void complain(std::string_view message) { std::cerr << "stride: " << printable(message) << "\n"; }

Result<void> write_outputs(std::span<const Output> outputs) {
  const auto places = places_of(outputs);
  if (!places) return std::unexpected(places.error());
  for (const auto step : {write_part, write_straight, rename_part})
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (step((*places)[i], outputs[i].content)) continue;
      std::error_code error;
      for (const Place& place : *places)
        if (!place.part.empty()) fs::remove(place.part, error);
      return fail("cannot be written", (*places)[i].path.empty() ? "standard output" : outputs[i].path);
    }
  return {};
}

Result<void> write_output(const std::string& path, std::string_view content) {
  const Output output{path, content};
  return write_outputs({&output, 1});
}

}  // namespace stride::cli

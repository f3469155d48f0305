#include "cli/output.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "cli/printable.h"

namespace stride::cli {
namespace {

namespace fs = std::filesystem;

/// A name beside the file, so that renaming stays within one file system.
fs::path part_of(const fs::path& path) {
  std::random_device device;
  fs::path part = path;
  part += ".part-" + std::to_string(device());
  return part;
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

Result<void> write_output(const std::string& path, std::string_view content) {
  if (path.empty()) {
    std::cout << content << std::flush;
    return std::cout ? Result<void>() : fail("standard output cannot be written");
  }
  const fs::path part = part_of(path);
  std::ofstream file(part, std::ios::binary);
  file << content;
  file.close();
  std::error_code error;
  if (file) fs::rename(part, path, error);
  if (file && !error) return {};
  fs::remove(part, error);
  return fail("cannot be written", path);
}

}  // namespace stride::cli

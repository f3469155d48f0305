#include "engine/files.h"

#include <map>

namespace stride::engine {

namespace {

std::map<std::string, Result<File>>& files() {
  static std::map<std::string, Result<File>> all;
  return all;
}

}  // namespace

void keep_file(const std::string& name, std::span<const std::byte> bytes) {
  static int count = 0;
  files().erase(name);  // first give back, so that both need not fit at once
  auto parsed = model::TensorFile::parse(bytes);
  if (parsed)
    files().emplace(name, File{std::make_shared<const model::TensorFile>(std::move(*parsed)),
                               name + '\n' + std::to_string(++count)});
  else
    files().emplace(name, std::unexpected(parsed.error()));
}

void refuse_file(const std::string& name, Error error) {
  files().erase(name);
  files().emplace(name, std::unexpected(std::move(error)));
}

void forget_file(const std::string& name) { files().erase(name); }

Result<File> find_file(const std::string& name) {
  const auto found = files().find(name);
  if (found == files().end()) return fail("no file called '" + name + "' has been handed over");
  return found->second;
}

}  // namespace stride::engine

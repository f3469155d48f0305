#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "course/course.h"
#include "labs/state.h"
#include "nn/network.h"

namespace stride::cli {

/// web/content: $STRIDE_CONTENT if set, else this source tree's.
std::filesystem::path content_folder();

Result<std::string> read_file(const std::filesystem::path& path);

/// The names of the networks that come with Stride.
Result<std::vector<std::string>> network_names();
/// A network by its name, or by the path of a file of the same form. The error says where in the file and what was
/// expected.
Result<nn::NetworkSpec> load_network(const std::string& name_or_path);

/// The names of the courses that come with Stride.
Result<std::vector<std::string>> course_names();
/// A course by its name, or by the path of a file of the same form, with the exercises that it takes from others put
/// in. The error says where in the file and what was expected.
Result<course::Course> load_course(const std::string& name_or_path);
/// Looks networks up by name or path, each once.
course::FindNetwork find_networks();

/// The sentences of web/content/text/en*.json. Cells are called as on the command line: `conv1.output`.
Result<Text> load_text();
/// The same as the page has them, with all networks.
Result<labs::Content> load_content();

}  // namespace stride::cli

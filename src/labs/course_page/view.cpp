#include "labs/course_page/view.h"

#include "labs/course_page/course_page.h"

namespace stride::labs::course_page {

using page::Blocks;

namespace {

// A course that is being loaded, or that can't be.
Blocks elsewhere(const Content& content, const std::string& address) {
  const auto problem = content.course_problems.find(address);
  if (problem == content.course_problems.end())
    return {{"loading", page::Progress{content.text.get("course_page.loading", {{"address", address}}), 0}}};
  return {{"problem",
           page::Callout{page::Tone::wrong, content.text.get("course_page.problem"), {page::prose(problem->second)}}}};
}

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results&) {
  const std::string name = value_of(lab, state, "course");
  const Work work = read_work(content, state);
  page::Page result;
  result.title = content.text.get("course_page.title");
  result.rail = rail(content, state, work);
  if (work.course != nullptr) {
    result.title = course_title(content, *work.course);
    result.main = exercise_page(content, state, work);
  } else if (in_practice(state)) {
    result.title = content.text.get("course_page.practice.title");
    result.main = practice_page(content, state, work);
  } else if (!name.empty()) {
    result.main = {{"title", page::Heading{1, result.title}}};
    for (page::Block& block : elsewhere(content, name)) result.main.push_back(std::move(block));
  } else {
    result.main = home(content, state);
  }
  if (const auto part = work.find(work.current)) {
    result.inspector = inspector(content, state, work, *part);
    result.inspector_row = row_of(*part);
  }
  return result;
}

}  // namespace stride::labs::course_page

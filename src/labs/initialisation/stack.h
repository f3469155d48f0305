#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "course/question.h"
#include "labs/lab.h"

namespace stride::labs::initialisation {

/// The student's stack of fully-connected layers, all of one width, and what is asked about it.
struct Stack {
  std::int64_t width = 0, depth = 0;
  std::string slope;  // of the activation for y < 0, as in its field: 0 is ReLU, 1 linear
  std::string key;    // initialisation/512/22/0: where its answers are kept
  std::vector<course::Question> questions;
  course::Replies replies;
  jobs::Job job;
  const jobs::JobResult* result = nullptr;  // none before anything was measured

  [[nodiscard]] const course::Question* find(std::string_view question) const;
};
Stack read_stack(const Content& content, const State& state, const jobs::Results& results);

Entry entry_of(const State& state, const Stack& stack, std::string_view question);
/// How what was checked there is judged; verdict none where nothing was.
course::QuestionGrade grade_of(const Content& content, const State& state, const Stack& stack,
                               const course::Question& question);

/// N(0, 0.01^2) (Krizhevsky et al. 2012), variance 2/(n_in + n_out) (Glorot & Bengio 2010), variance 2/((1 + a^2) n_in)
/// (He et al. 2015).
inline constexpr std::array<std::string_view, 3> ways = {"alexnet", "glorot", "he"};
/// log10 of what a layer multiplies the deviation of the pre-activations with: s*sqrt(n (1 + a^2)/2), with weights of
/// deviation s.
double log10_factor(const Stack& stack, std::string_view way);
/// Whether the questions about this way are answered, or their working was shown: then its curve may be seen.
bool is_open(const Content& content, const State& state, const Stack& stack, std::string_view way);

page::Figure stack_figure(const Content& content, const State& state, const Stack& stack);

}  // namespace stride::labs::initialisation

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "course/question.h"
#include "labs/lab.h"

/// A number that a student is asked for before a figure shows it, graded as the courses grade numbers.
namespace stride::labs {

struct Prediction {
  std::string cell;  // where the answer is kept, and the box's id: cell.CELL
  std::string id;    // its slips are named under courses.lab.predict.ID.slip.*
  std::string ask;   // the question
  math::Expr answer = 0;
  std::vector<course::SlipSpec> slips{};
  double within = 0;  // relative error that still counts as right
};
/// A computed number as what a reply is compared with: nine decimals of it, fewer of large ones.
math::Expr number_expr(double value);
/// Whether the reply that was checked last is right.
bool is_answered(const Content& content, const State& state, const std::string& sheet, const Prediction& prediction);

course::QuestionGrade judge(const Content& content, const Prediction& prediction, std::string_view reply);
/// The question, its box and what is said about the answer that was checked.
page::Block prediction_card(const Content& content, const State& state, const std::string& sheet,
                            const Prediction& prediction);
/// Keeps an answer, logs the attempt and says its verdict.
void check_prediction(const Content& content, State& state, const std::string& sheet, const Prediction& prediction,
                      const Event& event);

}  // namespace stride::labs

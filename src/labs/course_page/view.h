#pragma once

#include <string_view>

#include "labs/course_page/work.h"
#include "page/names.h"

namespace stride::labs::course_page {

page::Page view(const Content& content, const State& state, const jobs::Results& results);

// home.cpp
page::Blocks home(const Content& content, const State& state);
page::Blocks practice_page(const Content& content, const State& state, const Work& work);
/// Links to the labs, and to the courses or the exercises of the open one.
page::Blocks rail(const Content& content, const State& state, const Work& work);

// exercise.cpp
page::Blocks exercise_page(const Content& content, const State& state, const Work& work);
/// Title and questions alone.
page::Blocks question_list(const Content& content, const State& state, const Work& work);
/// What rests on answers that aren't right yet, with the way back to each: the focus has gone on by then.
page::Blocks carried(const Content& content, const Work& work, const course::Question& question);
/// The row or card that a part's feedback belongs to.
std::string row_of(const Part& part);

// question_blocks.cpp
/// What a question asks, and where the answer goes.
page::Blocks question_blocks(const Content& content, const State& state, const Work& work,
                             const course::Question& question);

// items.cpp: those whose answers are chosen, put in order, or ticked
page::Block choice_block(const Content& content, const State& state, const Work& work, const Part& part);
page::Block order_block(const Content& content, const State& state, const Work& work, const Part& part);
page::Blocks step_blocks(const Content& content, const State& state, const Work& work,
                         const course::Question& question);
page::Blocks checklist_blocks(const Content& content, const State& state, const course::Question& question,
                              const std::string& prefix);
/// The order in which a question's lines stand before the student has moved them.
std::string first_order(const Part& part);

// formula_blocks.cpp
/// A formula's box, what is hard to type in it as buttons, and how it is read so far.
page::Blocks formula_blocks(const Content& content, const State& state, const Work& work, const Part& part);

// crops_figure.cpp
/// The crop of a picture at step t of its way along the picture's top and down its right side.
page::Figure crops_figure(const Content& content, const course::Question& question, double t);
inline constexpr std::string_view crops_prefix = "figure.crops.";  // then the question's id

// inspector.cpp
/// Feedback on a part, the slips that it may have been, and help as far as asked for.
page::Blocks inspector(const Content& content, const State& state, const Work& work, const Part& part);

// Shared by them.
page::Block button(const Content& content, std::string id, std::string_view key,
                   page::Button::Look look = page::Button::Look::plain);
/// A sentence with `code` in it: a formula where it can be read as one.
page::Inlines rich(std::string_view sentence);
/// `1 b`, `conv2 output size`.
std::string part_label(const Content& content, const Part& part);
page::Block answer_block(const Content& content, const State& state, const Work& work, const Part& part,
                         page::AnswerBox box);
std::string exercise_title(const Content& content, const course::Exercise& exercise);
std::string course_title(const Content& content, const course::Course& course);
std::string skill_name(const Content& content, std::string_view skill);

}  // namespace stride::labs::course_page

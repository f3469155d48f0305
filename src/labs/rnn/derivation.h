#pragma once

#include <array>
#include <string>
#include <string_view>

#include "labs/rnn/network.h"

/// The derivation's steps: what is asked, and what is said about an answer.
namespace stride::labs::rnn {

enum class Form : std::uint8_t { choice, order, number };
struct Step {
  std::string_view id;
  Form form = Form::choice;
  std::string_view right;                            // the letter, or the letters in order
  std::string_view letters = "abc";                  // of the options
  std::array<std::string_view, 3> misconceptions{};  // of a, b, c
};

inline constexpr std::array<Step, 13> steps = {{
    {.id = "state", .right = "b"},
    {.id = "expand", .right = "a"},
    {.id = "product", .right = "c", .misconceptions = {"sum-for-product", "slope-forgotten", ""}},
    {.id = "order", .form = Form::order, .right = "cadb", .letters = "abcd"},
    {.id = "norm", .right = "b", .misconceptions = {"spectral-radius-for-norm", "", ""}},
    {.id = "gamma", .form = Form::number},
    {.id = "bound", .form = Form::number},
    {.id = "sufficient", .form = Form::number},
    {.id = "conclude", .right = "a", .misconceptions = {"", "vanishing-iff", ""}},
    {.id = "explode", .right = "c"},
    {.id = "whole", .right = "b"},
    {.id = "normal", .right = "a", .misconceptions = {"", "spectral-radius-for-norm", ""}},
    {.id = "lstm", .right = "c"},
}};
/// Null where there is none.
const Step* find_step(std::string_view id);

/// What is said about one answer of the derivation.
struct Judgement {
  Verdict verdict = Verdict::none;
  std::string misconception{};  // of COURSEWORK's list; may be empty
  std::string message{};
};

/// `answer` is an option's letter, the letters of an order, or a number. The numbers of a step are those of the
/// network, or, until it has run, of the fields.
Judgement judge(const Content& content, const State& state, const Network& network, const Step& step,
                std::string_view answer);

/// A sentence `rnn.step.STEP.KEY` with the network's numbers in its holes.
std::string fill(const Content& content, const State& state, const Network& network, std::string_view key);

/// The letters of an order as it was put, then those that it leaves out.
std::string order_of(const Step& step, std::string_view answer);
/// How many lines of it stand where they should before the first that doesn't.
std::size_t lines_right(const Step& step, std::string_view order);

}  // namespace stride::labs::rnn

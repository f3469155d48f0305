#pragma once

#include "labs/layer_stepper/opened.h"

/// The student's own picture and weights. The browser keeps the files; the fields `own_picture` and `own_weights` hold
/// `TOKEN NAME` of what was chosen, and jobs name the token.
namespace stride::labs::layer_stepper {

/// Lets a job on the network take them, where they are chosen; `input` is the network's.
void use_own_files(const State& state, const nn::NetworkSpec& network, nn::Pair size, jobs::Job& job);
/// The name of the file that goes in instead of a built-in picture; empty: none.
std::string own_picture_name(const State& state);
/// Buttons that choose files, and what they are for.
page::Blocks own_file_blocks(const Content& content, const State& state, const Opened& opened);
/// What came of the weights that have just been chosen: the engine takes them or says what is wrong. Empty until then.
std::string own_weights_status(const Content& content, const State& state, const Opened& opened);
/// Whether it was one of these buttons; then it has been acted on.
bool press_own_files(const Content& content, State& state, const Event& event);
/// Any text: what it names is known to the browser alone.
std::string no_problem(const Content& content, std::string_view value);

}  // namespace stride::labs::layer_stepper

#pragma once

#include "ui/builder.h"

/// Each kind of block has two functions: the width it would like, and its placing at (x, y) in at most `width`, which
/// returns what it took. blocks.cpp lists them; a new kind is a line there and a pair here.
namespace stride::ui {

using page::Block;
using page::Blocks;

double natural_width(const Builder& builder, const Block& block);
Size place(Builder& builder, const Block& block, double x, double y, double width);

/// Blocks under each other; returns their height.
double place_stack(Builder& builder, const Blocks& blocks, double x, double y, double width);
double gap_between(const Builder& builder, const Block& above, const Block& below);

// blocks_text.cpp
double natural_heading(const Builder&, const Block&);
Size place_heading(Builder&, const Block&, double x, double y, double width);
double natural_prose(const Builder&, const Block&);
Size place_prose(Builder&, const Block&, double x, double y, double width);
double natural_formula(const Builder&, const Block&);
Size place_formula(Builder&, const Block&, double x, double y, double width);
double natural_progress(const Builder&, const Block&);
Size place_progress(Builder&, const Block&, double x, double y, double width);

// blocks_control.cpp
double natural_answer(const Builder&, const Block&);
Size place_answer(Builder&, const Block&, double x, double y, double width);
double natural_combobox(const Builder&, const Block&);
Size place_combobox(Builder&, const Block&, double x, double y, double width);
double natural_toggle(const Builder&, const Block&);
Size place_toggle(Builder&, const Block&, double x, double y, double width);
double natural_button(const Builder&, const Block&);
Size place_button(Builder&, const Block&, double x, double y, double width);
double natural_link(const Builder&, const Block&);
Size place_link(Builder&, const Block&, double x, double y, double width);
/// A button's look alone: for those of a figure's playback too.
void put_button(Scene& scene, const FontSet& fonts, const page::Button& button, const Rect& rect, Token ground,
                bool pill);

// blocks_choice.cpp
double natural_slider(const Builder&, const Block&);
Size place_slider(Builder&, const Block&, double x, double y, double width);
double natural_choice(const Builder&, const Block&);
Size place_choice(Builder&, const Block&, double x, double y, double width);
double natural_ordering(const Builder&, const Block&);
Size place_ordering(Builder&, const Block&, double x, double y, double width);
double natural_file(const Builder&, const Block&);
Size place_file(Builder&, const Block&, double x, double y, double width);

// blocks_group.cpp
double natural_callout(const Builder&, const Block&);
Size place_callout(Builder&, const Block&, double x, double y, double width);
double natural_card(const Builder&, const Block&);
Size place_card(Builder&, const Block&, double x, double y, double width);
double natural_line(const Builder&, const Block&);
Size place_line(Builder&, const Block&, double x, double y, double width);
double natural_disclosure(const Builder&, const Block&);
Size place_disclosure(Builder&, const Block&, double x, double y, double width);

// blocks_table.cpp, blocks_cards.cpp
double natural_table(const Builder&, const Block&);
Size place_table(Builder&, const Block&, double x, double y, double width);
Size place_table_as_cards(Builder&, const Block&, double x, double y, double width);
/// The least width in which the tables among these blocks can be read.
double least_table_width(const Builder& builder, const Blocks& blocks);
/// The inspector as a panel of this width; returns its height.
double place_inspector_panel(Builder& builder, double x, double y, double width);

// blocks_figure.cpp
double natural_figure(const Builder&, const Block&);
Size place_figure(Builder&, const Block&, double x, double y, double width);

}  // namespace stride::ui

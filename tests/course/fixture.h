#pragma once

#include <string>
#include <string_view>

#include "course/course.h"
#include "course/worksheet.h"

/// What the tests of this room share: the shipped networks and sentences, and a short way to grade.
namespace stride::course::fixture {

std::string read(const std::string& path);
nn::NetworkSpec network(const std::string& name);
const Text& text();

/// The shipped courses, with the exercises that they take from others put in.
const std::vector<std::string>& course_names();
const Course& course(const std::string& name);
const nn::NetworkSpec* find_network(std::string_view name);

Worksheet sheet(const std::string& network_name, std::int64_t size, nn::Rounding rounding = nn::Rounding::floor);
Worksheet sheet(const nn::NetworkSpec& network, nn::Pair size, nn::Rounding rounding = nn::Rounding::floor);

/// `conv1.output=50` pairs as Given.
Given given(const Worksheet& sheet, std::initializer_list<std::pair<std::string_view, std::string_view>> answers);
Grade check(const Worksheet& sheet, std::string_view cell, std::string_view answer, const Given& given = {});

/// The slips that a grade names, in order: `no-plus-one padding-once`.
std::string named(const Grade& grade);
bool names(const Grade& grade, std::string_view id);

}  // namespace stride::course::fixture

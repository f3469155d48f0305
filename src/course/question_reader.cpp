#include "course/question_reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include "course/formula_question.h"
#include "nn/json_reader.h"

namespace stride::course {
namespace {

using nlohmann::json;
using nn::ObjectReader;

constexpr std::size_t kMostText = 400;

struct KindEntry {
  QuestionKind kind;
  std::string_view name;
  std::array<std::string_view, 5> members;  // besides id, kind, skills
  std::string_view items;                   // the member that lists its items
};

/// Every kind with what may stand in its object.
constexpr std::array kKinds = std::to_array<KindEntry>({
    {QuestionKind::cell, "cell", {"cell"}, ""},
    {QuestionKind::table, "table", {"columns", "shown", "totals", "layers"}, ""},
    {QuestionKind::largest, "largest", {}, ""},
    {QuestionKind::interval, "interval", {"layer"}, ""},
    {QuestionKind::number, "number", {"let", "answer", "slips", "within", "unit"}, ""},
    {QuestionKind::shape, "shape", {"let", "answer", "slips"}, ""},
    {QuestionKind::crops, "crops", {"image", "crop", "mirrored"}, ""},
    {QuestionKind::choice, "choice", {"let", "options", "many"}, "options"},
    {QuestionKind::order, "order", {"lines"}, "lines"},
    {QuestionKind::blanks, "blanks", {"blanks"}, "blanks"},
    {QuestionKind::formula, "formula", {"answer", "slips", "source"}, ""},
    {QuestionKind::steps, "steps", {"let", "steps"}, "steps"},
    {QuestionKind::checklist, "checklist", {"points"}, "points"},
    {QuestionKind::numpy, "numpy", {"source"}, ""},
});

const KindEntry& entry_of(QuestionKind kind) { return *std::ranges::find(kKinds, kind, &KindEntry::kind); }

std::string kind_names() {
  std::string names;
  for (const KindEntry& entry : kKinds) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  return names;
}

std::string at(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

Result<math::Expr> read_expr(const json& value, const std::string& path) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    return fail("expected a number below 2^63, found " + value.dump(), path);
  if (value.is_number_integer()) return math::Expr(value.get<std::int64_t>());
  const auto* text = value.get_ptr<const json::string_t*>();
  if (text == nullptr || text->size() > kMostText)
    return fail("expected a whole number or an expression in quotes, found " + nn::describe(value), path);
  auto expr = math::parse_expression(*text);
  if (expr) return expr;
  const std::string& where = expr.error().where;  // from 0; people count from 1
  return fail(expr.error().message + (where.empty() ? "" : " at character " + std::to_string(std::stoll(where) + 1)),
              path);
}

/// `"k": "256 - 224 + 1"`, `"o": { "cell": "conv1.output" }`, `"n": { "least": "pool5" }`, `"b": { "question": "a" }`.
Result<Binding> read_binding(const std::string& name, const json& value, const std::string& path) {
  Binding binding{name, std::nullopt, "", "", ""};
  if (!value.is_object()) {
    auto expr = read_expr(value, path);
    if (!expr) return std::unexpected(expr.error());
    binding.expr = std::move(*expr);
    return binding;
  }
  ObjectReader object(value, path);
  object.allow_only({"cell", "least", "question"});
  binding.cell = object.string("cell", kMostText, "");
  binding.least = object.string("least", kMostText, "");
  binding.question = object.string("question", kMostText, "");
  if (object.error()) return std::unexpected(*object.error());
  if (value.size() != 1) return fail("expected one of the members cell, least, question", path);
  return binding;
}

Result<void> read_let(const ObjectReader& question, QuestionSpec& spec) {
  const json* let = question.find("let");
  if (let == nullptr) return {};
  const std::string path = question.path("let");
  if (!let->is_object() || let->size() > kMostItems)
    return fail("expected an object of symbols, found " + nn::describe(*let), path);
  for (const auto& [name, value] : let->items()) {
    const auto symbol = math::parse_expression(name);
    if (!symbol || symbol->kind() != math::ExprKind::symbol || symbol->name() != name)
      return fail("expected the name of a symbol", path + "." + name);
    auto binding = read_binding(name, value, path + "." + name);
    if (!binding) return std::unexpected(binding.error());
    spec.let.push_back(std::move(*binding));
  }
  return {};
}

/// What may be drawn for a symbol: something that the question has, in its own notation.
Result<void> check_fresh(const QuestionSpec& spec, const FreshValues& fresh, const std::string& path) {
  const bool source = spec.kind == QuestionKind::formula && fresh.name == "source";
  const bool whole = spec.kind == QuestionKind::crops && (fresh.name == "image" || fresh.name == "crop");
  if (!source && !whole && !std::ranges::contains(spec.let, fresh.name, &Binding::name))
    return fail("expected a symbol of this question", path);
  for (std::size_t i = 0; i < fresh.values.size(); ++i) {
    const auto expr = math::parse_expression(fresh.values[i]);
    const bool is_number = whole && expr && expr->kind() == math::ExprKind::number && expr->number().is_integer();
    if (source ? find_formula_task(fresh.values[i]) == nullptr : whole ? !is_number : !expr.has_value())
      return fail(source  ? "there is no such task"
                  : whole ? "expected a whole number"
                          : "expected an expression",
                  at(path, i));
  }
  return {};
}

/// `"fresh": { "n": ["200", "208"], "s": ["2", "3"] }`, `"with": ["marking"]`.
Result<void> read_practice(const ObjectReader& question, QuestionSpec& spec) {
  auto with = read_texts(question.find("with"), question.path("with"));
  if (!with) return std::unexpected(with.error());
  spec.with = std::move(*with);
  const json* fresh = question.find("fresh");
  if (fresh == nullptr) return {};
  const std::string path = question.path("fresh");
  if (!fresh->is_object() || fresh->size() > kMostItems)
    return fail("expected an object of symbols, found " + nn::describe(*fresh), path);
  for (const auto& [name, list] : fresh->items()) {
    auto values = read_texts(&list, path + "." + name);
    if (!values) return std::unexpected(values.error());
    if (values->empty()) return fail("expected a list of values to draw from", path + "." + name);
    spec.fresh.push_back({name, std::move(*values)});
    if (auto known = check_fresh(spec, spec.fresh.back(), path + "." + name); !known) return known;
  }
  return {};
}

Result<void> read_answer_and_slips(const ObjectReader& question, QuestionSpec& spec, bool needed) {
  if (const json* answer = question.find("answer")) {
    auto expr = read_expr(*answer, question.path("answer"));
    if (!expr) return std::unexpected(expr.error());
    spec.answer = std::move(*expr);
  } else if (needed) {
    return fail("expected an expression, found nothing", question.path("answer"));
  }
  const json* slips = question.find("slips");
  if (slips == nullptr) return {};
  if (!slips->is_object() || slips->size() > kMostItems)
    return fail("expected an object of slips, found " + nn::describe(*slips), question.path("slips"));
  for (const auto& [id, value] : slips->items()) {
    const std::string path = question.path("slips") + "." + id;
    if (!is_id(id)) return fail("expected an id of letters, digits, - and _", path);
    auto expr = read_expr(value, path);
    if (!expr) return std::unexpected(expr.error());
    spec.slips.push_back({id, std::move(*expr)});
  }
  return {};
}

Result<void> read_wrong(const ObjectReader& object, ItemSpec& item) {
  const json* wrong = object.find("wrong");
  if (wrong == nullptr) return {};
  if (!wrong->is_object() || wrong->size() > kMostItems)
    return fail("expected an object of wrong fillings, found " + nn::describe(*wrong), object.path("wrong"));
  for (const auto& [typed, why] : wrong->items()) {
    if (!why.is_string() || !is_id(why.get<std::string>()))
      return fail("expected the id of a text `why.ID`, found " + nn::describe(why), object.path("wrong") + "." + typed);
    item.wrong.emplace(typed, why.get<std::string>());
  }
  return {};
}

void allow_only_item_members(QuestionKind kind, ObjectReader& object) {
  switch (kind) {
    case QuestionKind::choice:
      return object.allow_only({"id", "right", "slip"});
    case QuestionKind::order:
      return object.allow_only({"id", "needs", "extra"});
    case QuestionKind::blanks:
      return object.allow_only({"id", "accept", "wrong"});
    case QuestionKind::steps:
      return object.allow_only({"id", "right", "options", "answer", "slip"});
    default:
      return object.allow_only({"id"});
  }
}

/// `"a"` is short for `{ "id": "a" }`.
Result<ItemSpec> read_item(QuestionKind kind, const json& value, const std::string& path) {
  ItemSpec item;
  item.right = kind == QuestionKind::order;
  if (const auto* id = value.get_ptr<const json::string_t*>()) {
    item.id = *id;
    return is_id(item.id) ? Result<ItemSpec>(item) : fail("expected an id of letters, digits, - and _", path);
  }
  ObjectReader object(value, path);
  allow_only_item_members(kind, object);
  item.id = object.string("id", kMostText, std::nullopt);
  if (!is_id(item.id)) object.refuse("id", "letters, digits, - and _");
  item.right = kind == QuestionKind::order ? !object.boolean("extra", false) : object.boolean("right", false);
  item.slip = object.string("slip", kMostText, "");
  if (object.error()) return std::unexpected(*object.error());
  for (auto [list, member] :
       {std::pair{&item.needs, "needs"}, std::pair{&item.accept, "accept"}, std::pair{&item.options, "options"}}) {
    auto texts = read_texts(object.find(member), object.path(member));
    if (!texts) return std::unexpected(texts.error());
    *list = std::move(*texts);
  }
  if (kind == QuestionKind::blanks && item.accept.empty())
    return fail("expected a list of right fillings", object.path("accept"));
  if (const json* answer = object.find("answer")) {
    auto expr = read_expr(*answer, object.path("answer"));
    if (!expr) return std::unexpected(expr.error());
    item.answer = std::move(*expr);
  }
  if (const auto wrong = read_wrong(object, item); !wrong) return std::unexpected(wrong.error());
  return item;
}

/// Puts each line below those that it needs, and leaves the file's order otherwise. An extra line never stands there,
/// so nothing may need it.
Result<void> put_in_order(std::vector<ItemSpec>& lines, const std::string& path) {
  std::vector<ItemSpec> ordered;
  const auto stands = [&](const std::string& id) {
    return std::ranges::any_of(ordered, [&](const ItemSpec& line) { return line.right && line.id == id; });
  };
  while (!lines.empty()) {
    const auto next = std::ranges::find_if(
        lines, [&](const ItemSpec& line) { return !line.right || std::ranges::all_of(line.needs, stands); });
    if (next == lines.end())
      return fail("expected lines that can be put in order, but \"" + lines.front().id + "\" never has what it needs",
                  path);
    ordered.push_back(std::move(*next));
    lines.erase(next);
  }
  lines = std::move(ordered);
  return {};
}

Result<void> read_items(const ObjectReader& question, QuestionSpec& spec) {
  const std::string member(entry_of(spec.kind).items);
  const json* list = question.find(member);
  const std::string path = question.path(member);
  if (list == nullptr || !list->is_array() || list->empty() || list->size() > kMostItems)
    return fail("expected a list of 1 to " + std::to_string(kMostItems) + ", found " +
                    (list == nullptr ? "nothing" : nn::describe(*list)),
                path);
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto item = read_item(spec.kind, (*list)[i], at(path, i));
    if (!item) return std::unexpected(item.error());
    if (std::ranges::contains(spec.items, item->id, &ItemSpec::id))
      return fail("expected each id once, found \"" + item->id + "\" twice", at(path, i));
    const bool given = (*list)[i].is_object() && (*list)[i].contains("needs");
    const auto before = std::ranges::find(spec.items.rbegin(), spec.items.rend(), true, &ItemSpec::right);
    if (spec.kind == QuestionKind::order && item->right && !given && before != spec.items.rend())
      item->needs = {before->id};
    spec.items.push_back(std::move(*item));
  }
  for (std::size_t i = 0; i < spec.items.size(); ++i)
    for (const std::string& need : spec.items[i].needs)
      if (!std::ranges::contains(spec.items, need, &ItemSpec::id))
        return fail("expected ids of lines, found \"" + need + "\"", at(path, i) + ".needs");
  if (spec.kind == QuestionKind::order) return put_in_order(spec.items, path);
  if (spec.kind == QuestionKind::choice && std::ranges::none_of(spec.items, &ItemSpec::right))
    return fail("expected an option with \"right\": true", path);
  if (spec.kind == QuestionKind::choice && !spec.many && std::ranges::count(spec.items, true, &ItemSpec::right) > 1)
    return fail("expected one right option, or \"many\": true", path);
  return {};
}

Result<void> read_table(const ObjectReader& question, QuestionSpec& spec) {
  for (auto [list, member] : {std::pair{&spec.columns, "columns"}, std::pair{&spec.shown, "shown"},
                              std::pair{&spec.totals, "totals"}, std::pair{&spec.layers, "layers"}}) {
    auto texts = read_texts(question.find(member), question.path(member));
    if (!texts) return std::unexpected(texts.error());
    *list = std::move(*texts);
  }
  if (spec.columns.empty() && spec.totals.empty())
    return fail("expected a list of columns to fill in", question.path("columns"));
  return {};
}

void read_plain(ObjectReader& question, QuestionSpec& spec) {
  if (spec.kind == QuestionKind::cell) spec.cell = question.string("cell", kMostText, std::nullopt);
  if (spec.kind == QuestionKind::interval) spec.cell = question.string("layer", kMostText, std::nullopt);
  if (spec.kind == QuestionKind::crops) {
    spec.image = question.whole("image", 1, 100'000, std::nullopt);
    spec.crop = question.whole("crop", 1, spec.image, std::nullopt);
    spec.mirrored = question.boolean("mirrored", false);
  }
  spec.within = question.real("within", 0, 0.5, 0);
  spec.unit = question.string("unit", 20, "");
  spec.many = question.boolean("many", false);
  spec.source = question.string("source", 4000, "");
}

}  // namespace

std::string_view to_string(QuestionKind kind) { return entry_of(kind).name; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

Result<std::vector<std::string>> read_texts(const json* list, const std::string& path) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  if (!list->is_array() || list->size() > kMostItems)
    return fail("expected a list of at most " + std::to_string(kMostItems) + " texts, found " + nn::describe(*list),
                path);
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* text = (*list)[i].get_ptr<const json::string_t*>();
    if (text == nullptr || text->empty() || text->size() > kMostText)
      return fail("expected a text, found " + nn::describe((*list)[i]), at(path, i));
    texts.push_back(*text);
  }
  return texts;
}

Result<QuestionSpec> read_question(const json& value, const std::string& path) {
  ObjectReader question(value, path);
  QuestionSpec spec;
  spec.id = question.string("id", 60, std::nullopt);
  if (!is_id(spec.id)) question.refuse("id", "letters, digits, - and _");
  const std::string kind = question.string("kind", kMostText, std::nullopt);
  const auto* entry = std::ranges::find(kKinds, kind, &KindEntry::name);
  if (entry == kKinds.end()) question.refuse("kind", "one of " + kind_names());
  if (question.error()) return std::unexpected(*question.error());
  spec.kind = entry->kind;
  for (const auto& [member, unused] : value.items())
    if (member != "id" && member != "kind" && member != "skills" && member != "fresh" && member != "with" &&
        std::ranges::find(entry->members, member) == entry->members.end())
      return fail("a question of the kind " + kind + " has no such member", question.path(member));
  auto skills = read_texts(question.find("skills"), question.path("skills"));
  if (!skills) return std::unexpected(skills.error());
  spec.skills = std::move(*skills);
  read_plain(question, spec);
  if (question.error()) return std::unexpected(*question.error());
  Result<void> rest = read_let(question, spec);
  const bool has_answer = spec.kind == QuestionKind::number || spec.kind == QuestionKind::shape;
  if (rest) rest = read_answer_and_slips(question, spec, has_answer);
  if (rest && !entry->items.empty()) rest = read_items(question, spec);
  if (rest && spec.kind == QuestionKind::table) rest = read_table(question, spec);
  if (rest) rest = read_practice(question, spec);
  if (!rest) return std::unexpected(rest.error());
  return spec;
}

}  // namespace stride::course

#include "model/safetensors.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/checked.h"
#include "nn/json_reader.h"

namespace stride::model {

namespace {

using Json = nlohmann::json;
constexpr std::uint64_t largest_header = 100'000'000;  // the format's own limit
constexpr std::size_t length_bytes = 8;

struct Place {  // of a tensor's bytes, behind the header
  std::uint64_t begin = 0, end = 0;
};

std::uint64_t read_length(std::span<const std::byte> bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = length_bytes; i > 0; --i) length = length << 8 | std::to_integer<std::uint64_t>(bytes[i - 1]);
  return length;
}

Result<std::vector<std::int64_t>> read_shape(const Json& entry, const std::string& name) {
  const auto found = entry.find("shape");
  if (found == entry.end() || !found->is_array()) return fail("expected a list of sizes", name + ".shape");
  std::vector<std::int64_t> shape;
  std::int64_t count = 1;
  for (const Json& size : *found) {
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() > INT64_MAX / 8)
      return fail("expected sizes that are whole numbers from 0", name + ".shape");
    shape.push_back(size.get<std::int64_t>());
    const std::optional<std::int64_t> product = checked_multiply(count, shape.back());
    if (!product || *product > INT64_MAX / 8) return fail("the sizes' product is too large", name + ".shape");
    count = *product;
  }
  return shape;
}

Result<Place> read_place(const Json& entry, const std::string& name, std::uint64_t data_bytes) {
  const auto found = entry.find("data_offsets");
  if (found == entry.end() || !found->is_array() || found->size() != 2 || !(*found)[0].is_number_unsigned() ||
      !(*found)[1].is_number_unsigned())
    return fail("expected two whole numbers from 0: [begin, end]", name + ".data_offsets");
  const Place place{(*found)[0].get<std::uint64_t>(), (*found)[1].get<std::uint64_t>()};
  if (place.begin > place.end) return fail("begin lies behind end", name + ".data_offsets");
  if (place.end > data_bytes)
    return fail("the tensor ends at byte " + std::to_string(place.end) + " of the data, which has only " +
                    std::to_string(data_bytes),
                name + ".data_offsets");
  return place;
}

Result<NamedTensor> read_tensor(const std::string& name, const Json& entry, std::span<const std::byte> data,
                                std::vector<Place>& places) {
  if (!entry.is_object()) return fail("expected an object with dtype, shape and data_offsets", name);
  const auto type = entry.find("dtype");
  if (type == entry.end() || !type->is_string()) return fail("expected a type such as \"F32\"", name + ".dtype");
  const auto& format = type->get_ref<const std::string&>();
  if (format != "F32") return fail("expected F32 (32-bit floats), found " + format, name + ".dtype");
  auto shape = read_shape(entry, name);
  if (!shape) return std::unexpected(shape.error());
  const auto place = read_place(entry, name, data.size());
  if (!place) return std::unexpected(place.error());
  std::int64_t count = 1;
  for (const std::int64_t size : *shape) count *= size;
  if (place->end - place->begin != static_cast<std::uint64_t>(count) * sizeof(float))
    return fail("the shape " + shape_text(*shape) + " takes " + std::to_string(count * 4) +
                    " bytes, the offsets give " + std::to_string(place->end - place->begin),
                name);
  places.push_back(*place);
  auto values = tensor::Buffer::make(count);
  if (!values) return std::unexpected(values.error());
  if (count > 0)
    std::memcpy(values->data(), data.data() + place->begin, static_cast<std::size_t>(count) * sizeof(float));
  return NamedTensor{name, std::move(*shape), std::move(*values)};
}

Result<void> check_places(std::vector<Place> places, std::uint64_t data_bytes) {
  std::ranges::sort(places, {}, [](const Place& place) { return std::pair(place.begin, place.end); });
  std::uint64_t end = 0;
  for (const Place& place : places) {
    if (place.begin < end) return fail("two tensors overlap at byte " + std::to_string(place.begin) + " of the data");
    if (place.begin > end)
      return fail("bytes " + std::to_string(end) + " to " + std::to_string(place.begin) + " belong to no tensor");
    end = place.end;
  }
  if (end != data_bytes) return fail("the last " + std::to_string(data_bytes - end) + " bytes belong to no tensor");
  return {};
}

}  // namespace

std::string shape_text(std::span<const std::int64_t> shape) {
  std::string text;
  for (const std::int64_t size : shape) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text.empty() ? "1 (no axes)" : text;
}

Result<TensorFile> TensorFile::parse(std::span<const std::byte> bytes, std::string path) {
  if (bytes.size() < length_bytes) return fail("not a .safetensors file: it has less than 8 bytes");
  const std::uint64_t length = read_length(bytes);
  if (length > largest_header || length > bytes.size() - length_bytes)
    return fail("not a .safetensors file, or one cut short: its header would be " + std::to_string(length) +
                " bytes long, and " + std::to_string(bytes.size() - length_bytes) + " are there");
  const auto* text = reinterpret_cast<const char*>(bytes.data() + length_bytes);
  const auto header = nn::read_json({text, static_cast<std::size_t>(length)});
  if (!header) return fail("the header of the .safetensors file is wrong: " + header.error().text());
  if (!header->is_object()) return fail("the header of the .safetensors file is not a JSON object");
  const std::span<const std::byte> data = bytes.subspan(length_bytes + static_cast<std::size_t>(length));
  TensorFile file;
  file.path_ = std::move(path);
  std::vector<Place> places;
  for (const auto& [name, entry] : header->items()) {
    if (name == "__metadata__") continue;
    auto tensor = read_tensor(name, entry, data, places);
    if (!tensor) return std::unexpected(tensor.error());
    file.tensors_.push_back(std::move(*tensor));
  }
  if (auto checked = check_places(std::move(places), data.size()); !checked) return std::unexpected(checked.error());
  return file;
}

const NamedTensor* TensorFile::find(std::string_view name) const {
  const auto found = std::ranges::find(tensors_, name, &NamedTensor::name);
  return found == tensors_.end() ? nullptr : &*found;
}

Result<void> TensorFile::add(std::string name, std::vector<std::int64_t> shape, std::span<const float> values) {
  auto buffer = tensor::Buffer::make(static_cast<std::int64_t>(values.size()));
  if (!buffer) return std::unexpected(buffer.error());
  std::ranges::copy(values, buffer->data());
  tensors_.push_back({std::move(name), std::move(shape), std::move(*buffer)});
  return {};
}

std::vector<std::byte> TensorFile::bytes() const {
  Json header = Json::object();
  std::uint64_t offset = 0;
  for (const NamedTensor& tensor : tensors_) {
    const std::uint64_t end = offset + static_cast<std::uint64_t>(tensor.values.size()) * sizeof(float);
    header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');  // so that the floats are aligned in the file
  std::vector<std::byte> result(length_bytes + text.size() + offset);
  for (std::size_t i = 0; i < length_bytes; ++i)
    result[i] = static_cast<std::byte>(std::uint64_t{text.size()} >> (8 * i) & 0xff);
  std::memcpy(result.data() + length_bytes, text.data(), text.size());
  std::byte* to = result.data() + length_bytes + text.size();
  for (const NamedTensor& tensor : tensors_) {
    const std::size_t size = static_cast<std::size_t>(tensor.values.size()) * sizeof(float);
    if (size > 0) std::memcpy(to, tensor.values.data(), size);
    to += size;
  }
  return result;
}

}  // namespace stride::model

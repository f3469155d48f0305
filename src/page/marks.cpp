#include "page/page.h"

namespace stride::page {

Mark::Mark(RectangleMark mark) : shape(mark) {}
Mark::Mark(LineMark mark) : shape(std::move(mark)) {}
Mark::Mark(TextMark mark) : shape(std::move(mark)) {}
Mark::Mark(CellsMark mark) : shape(std::move(mark)) {}
Mark::Mark(BoxMark mark) : shape(mark) {}
Mark::Mark(DotMark mark) : shape(mark) {}
Mark::Mark(PolygonMark mark) : shape(std::move(mark)) {}
Mark::Mark(HotMark mark) : shape(std::move(mark)) {}
Mark::Mark(ReadingMark mark) : shape(std::move(mark)) {}

}  // namespace stride::page

#!/usr/bin/env python3
"""tests/rooms.py finds what it is there for: each bad line below is reported, each good one isn't."""

import pathlib
import tempfile
import unittest

import rooms

TABLE = "room(base)\nroom(math base)\nroom(tensor base)\nroom(engine tensor)\nroom(ui math)\n"
FILES = ["base/text.h", "math/expr.h", "math/local.h", "tensor/tensor.h", "engine/engine.h", "ui/ui.h"]


def problems(path, line):
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        (tree / "CMakeLists.txt").write_text(TABLE)
        for name in FILES:
            (tree / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / "src" / name).write_text("#pragma once\n")
        (tree / "src" / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / "src" / path).write_text("int before;\n" + line + "\n")
        return rooms.check(tree)


class Rooms(unittest.TestCase):
    def test_good(self):
        for path, line in [
            ("math/a.cpp", '#include "base/text.h"'),
            ("math/a.cpp", '#include "local.h"'),
            ("ui/a.cpp", '#include "base/text.h"  // through math'),
            ("ui/a.cpp", "#include <imgui.h>"),
            ("math/a.cpp", '// #include "ui/ui.h" would be wrong'),
            ("math/a.cpp", '/* or\n#include "ui/ui.h"\n*/'),
            ("tensor/simd.h", "#include <xsimd/xsimd.hpp>"),
            ("engine/worker/main.cpp", "#include <emscripten.h>"),
        ]:
            self.assertEqual(problems(path, line), [], line)

    def test_bad(self):
        for path, line in [
            ("base/a.cpp", '#include "math/expr.h"'),
            ("math/a.h", '#include "../ui/ui.h"'),
            ("math/a.cpp", '  #  include "tensor/tensor.h"'),
            ("math/a.cpp", '#include "math/missing.h"'),
            ("math/a.cpp", "#include <imgui.h>"),
            ("math/a.cpp", "#include <emscripten.h>"),
            ("math/a.cpp", "#ifdef __EMSCRIPTEN__"),
            ("tensor/tensor.cpp", "#include <xsimd/xsimd.hpp>"),
            ("tensor/tensor.cpp", "#include <immintrin.h>"),
            ("tensor/tensor.cpp", "auto x = wasm_f32x4_splat(1);"),
            ("cellar/a.cpp", "int unknown_room;"),
        ]:
            found = problems(path, line)
            self.assertEqual(len(found), 1, line)
            if not path.startswith("cellar"):
                self.assertIn(f"src/{path}:2", found[0])

    def test_table(self):
        self.assertEqual(rooms.read_table(TABLE)["ui"], {"ui", "math", "base"})
        for wrong in ["", "room(a b)\n"]:
            with self.assertRaises(SystemExit):
                rooms.read_table(wrong)


if __name__ == "__main__":
    unittest.main()

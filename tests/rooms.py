#!/usr/bin/env python3
"""Checks every include under src/ against the table of rooms in CMakeLists.txt (the lines `room(NAME IMPORTS...)`).

    tests/rooms.py [FOLDER]     FOLDER: the source tree, by default this one
"""

import pathlib
import re
import sys

# A library -> the files that may include it, as prefixes of the path under src/.
LIBRARIES = {
    r"xsimd/|.*(intrin|wasm_simd128|arm_neon)\.h$": ["tensor/simd.h"],
    r"Eigen/": ["rnn/"],
    r"CLI/": ["cli/"],
    r"imgui": ["ui/", "platform/"],
    r"SDL": ["platform/"],
    r"(GLES|EGL|GL)\d?/": ["gfx/", "platform/"],
    r"emscripten": ["platform/", "engine/"],
}
EMSCRIPTEN_NAME = re.compile(r"\b(emscripten_\w+|EM_JS|EM_ASM\w*|EM_ASYNC_JS|EMSCRIPTEN_\w+|__EMSCRIPTEN__)\b")
INTRINSIC = re.compile(r"\b(_mm\d*_\w+|wasm_[fiuv]\d+x?\d*_\w+|__builtin_wasm_\w+)\b")
SOURCES = {".h", ".cpp"}


def read_table(text):
    """The rooms, each with everything that it may include: its imports and theirs."""
    rooms = {}
    for name, imports in re.findall(r"^room\((\w+)((?: \w+)*)\)", text, re.MULTILINE):
        reachable = {name}
        for room in imports.split():
            if room not in rooms:
                raise SystemExit(f"CMakeLists.txt: room {name} imports {room}, which is not above it")
            reachable |= rooms[room]
        rooms[name] = reachable
    if not rooms:
        raise SystemExit("CMakeLists.txt: no line `room(NAME IMPORTS...)` found")
    return rooms


def allowed(path, prefixes):
    return any(path.startswith(prefix) for prefix in prefixes)


def without_comments(text):
    blank = lambda match: "\n" * match.group().count("\n")
    return re.sub(r"//[^\n]*|/\*.*?\*/", blank, text, flags=re.DOTALL)


def check(tree):
    rooms = read_table((tree / "CMakeLists.txt").read_text())
    source = tree / "src"
    problems = []
    for file in sorted(source.rglob("*")):
        if file.suffix not in SOURCES:
            continue
        path = file.relative_to(source).as_posix()
        room = path.split("/")[0]
        if room not in rooms:
            problems.append(f"src/{path}: there is no room {room} in CMakeLists.txt")
            continue
        for number, line in enumerate(without_comments(file.read_text()).split("\n"), 1):
            where = f"src/{path}:{number}"
            include = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if include:
                problems += check_include(source, file, path, rooms, room, where, *include.groups())
                continue
            name = EMSCRIPTEN_NAME.search(line)
            if name and not allowed(path, LIBRARIES["emscripten"]):
                problems.append(f"{where}: {name[1]} belongs in src/platform or src/engine")
            name = INTRINSIC.search(line)
            if name and path != "tensor/simd.h":
                problems.append(f"{where}: {name[1]} belongs in src/tensor/simd.h")
    return problems


def check_include(source, file, path, rooms, room, where, quote, name):
    if quote == '"' and not name.startswith("imgui"):
        if (source / name).is_file():
            target = name.split("/")[0]
        elif (file.parent / name).is_file():
            target = (file.parent / name).resolve().relative_to(source.resolve()).parts[0]
        else:
            return [f'{where}: there is no "{name}"']
        if target not in rooms[room]:
            return [f"{where}: {room} may not include {target} (see the table of rooms in CMakeLists.txt)"]
        return []
    for pattern, files in LIBRARIES.items():
        if re.match(pattern, name) and not allowed(path, files):
            return [f"{where}: <{name}> is for {', '.join('src/' + file for file in files)} only"]
    return []


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent))
    print("\n".join(found) if found else "every include is in the table")
    sys.exit(1 if found else 0)

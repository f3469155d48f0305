#!/usr/bin/env python3
"""Lays out the site: a folder that any web server, or none, can show.

    site.py SITE --content FOLDER --fonts FILE... --files FILE...

content.json is all of web/content in one file: {"networks": {NAME: FILE}, "courses": {NAME: FILE}, "text": {LANGUAGE: FILE}}.
fallback.js is for where the browser refuses fetch (file://, sandboxed frames): a classic script that sets
globalThis.strideFiles = {PATH: CONTENTS}, text as it is, .wasm and .ttf as base64.
"""

import argparse
import base64
import json
import os
import pathlib


def write(path, data):
    """Leaves a file alone that is the same already, and never shows half of one."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)


def collect_content(folder):
    content = {"networks": {}, "courses": {}, "text": {}}
    for file in sorted(folder.rglob("*.json")):
        if file.name.endswith(".schema.json"):
            continue  # for those who write courses, not for the page
        group, name = file.relative_to(folder).with_suffix("").as_posix().split("/", 1)
        try:
            value = json.loads(file.read_text("utf-8"))
            if group == "text":  # en.json, en.web.json, ...: one language, its keys by room
                content["text"].setdefault(name.split(".")[0], {}).update(value)
            else:
                content.setdefault(group, {})[name] = value
        except ValueError as error:
            raise SystemExit(f"{file}: {error}")
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--content", type=pathlib.Path, required=True)
    for group in ("--fonts", "--files"):
        parser.add_argument(group, type=pathlib.Path, nargs="*", default=[])
    arguments = parser.parse_args()

    files = {"content.json": collect_content(arguments.content)}
    for folder, group in (("fonts/", arguments.fonts), ("", arguments.files)):
        for file in group:
            files[folder + file.name] = file.read_bytes()

    packed = {}
    for name, data in sorted(files.items()):
        if name.endswith((".wasm", ".ttf")):
            packed[name] = base64.b64encode(data).decode()
        elif name.startswith(("content.json", "engine", "worker")) and not name.endswith(".map"):
            packed[name] = data.decode()
    script = "globalThis.strideFiles = " + json.dumps(packed, ensure_ascii=False, indent=0) + ";\n"
    files["fallback.js"] = script.encode()

    for old in arguments.site.rglob("*"):
        if old.is_file() and old.relative_to(arguments.site).as_posix() not in files:
            old.unlink()
    for name, data in files.items():
        write(arguments.site / name, data)
    os.utime(arguments.site / "fallback.js")  # for the build: this step is done


main()

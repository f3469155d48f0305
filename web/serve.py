"""Builds the site and serves it on the loopback address, as plainly as a course site would. Started by web/serve."""

import functools
import http.server
import os
import pathlib
import subprocess
import sys
import threading
import time

SITE = pathlib.Path("build/wasm/site")
SOURCES = ["CMakeLists.txt", "CMakePresets.json", "src", "web", "shaders"]
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webmanifest": "application/manifest+json",
}


def say(text):
    print(text, flush=True)


class Site:
    """The built site; builds it again where the sources have changed, one build at a time."""

    def __init__(self):
        self.lock = threading.Lock()
        self.built = None

    @staticmethod
    def state():
        files = []
        for name in SOURCES:
            for folder, folders, names in os.walk(name):
                folders[:] = [each for each in folders if not each.startswith(("__", "."))]
                files += [os.path.join(folder, each) for each in names]
            if os.path.isfile(name):
                files.append(name)
        return {file: os.stat(file).st_mtime_ns for file in files if os.path.exists(file)}

    def update(self):
        """False if the build failed: then the last good site stays."""
        with self.lock:
            state = self.state()
            if state == self.built:
                return True
            self.built = state
            start = time.monotonic()
            say("building ...")
            good = all(
                subprocess.run(["cmake", *step], env=os.environ | {"NINJA_STATUS": "[%f/%t, %e s] "}).returncode == 0
                for step in (["--preset", "wasm", "--log-level=WARNING"], ["--build", "--preset", "wasm", "--target", "site"]))
            took = f"{time.monotonic() - start:.1f} s"
            say(f"built in {took}" if good else f"the build failed after {took} (see above)")
            return good


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = TYPES | {"": "text/plain; charset=utf-8"}

    def __init__(self, *arguments, site):
        self.site = site
        super().__init__(*arguments, directory=SITE)

    def do_GET(self):
        if self.path.split("?")[0].endswith(("/", ".html")) and not self.site.update():
            say("serving the last good build")
        super().do_GET()

    def list_directory(self, path):
        self.send_error(404)

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_request(self, code="-", size="-"):
        if str(code)[:1] in "45":
            super().log_request(code, size)


class Server(http.server.ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True


def claim(port, handler):
    """A server that holds the port but does not answer yet. Without a port: 8000 or the next that is free."""
    for candidate in [port] if port is not None else range(8000, 8100):
        server = Server(("127.0.0.1", candidate), handler, bind_and_activate=False)
        try:
            server.server_bind()
            server.server_activate()
            return server
        except OSError as error:
            server.server_close()
            problem = error.strerror
    raise SystemExit(f"web/serve: port {candidate}: {problem}")


def main():
    site = Site()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else None
    server = claim(port, functools.partial(Handler, site=site))
    if not site.update() and not (SITE / "index.html").exists():
        raise SystemExit("web/serve: nothing to serve yet")
    say(f"Stride is at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


main()

"""What the modules of the program import and call, read from their sources."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Modules of the standard library that Windows has not, or that the payload leaves out (one SQLite driver).
NOT_ON_WINDOWS = frozenset(
    """
    crypt curses _curses fcntl grp nis ossaudiodev posix pty pwd readline resource spwd syslog termios tty
    sqlite3 _sqlite3 msilib _msi winsound tkinter _tkinter turtle idlelib lib2to3 ensurepip venv distutils
    """.split()
)
OS_NOT_ON_WINDOWS = frozenset(
    """
    chown chroot ctermid fchmod fchown fork forkpty geteuid getegid getgid getgroups getloadavg getpgid getpgrp
    getpriority getresuid getuid initgroups killpg lchown lockf major makedev minor mkfifo mknod nice openpty
    pathconf fpathconf posix_fadvise posix_fallocate posix_spawn posix_spawnp pread preadv pwrite pwritev readv
    register_at_fork sched_getaffinity sched_setaffinity sched_yield sendfile setegid seteuid setgid setgroups
    setpgid setpriority setsid setuid statvfs fstatvfs sync sysconf tcgetpgrp tcsetpgrp uname wait wait3 wait4
    writev getxattr setxattr listxattr removexattr memfd_create O_DIRECTORY O_NOFOLLOW O_CLOEXEC O_NONBLOCK O_SYNC
    """.split()
)


def modules_of(folder: Path) -> list[Path]:
    """Return the modules of a package."""
    return sorted(folder.rglob("*.py"))


def imported(source: str) -> Iterator[tuple[str, int]]:
    """Yield each module that a source imports for every system, with its line."""
    for node in _nodes_for_all(source):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def lacking_on_windows(source: str) -> list[str]:
    """Return what a source imports or takes from `os` that Windows has not, outside of a question for the system."""
    wrong = [
        f"{line}: import {name}" for name, line in imported(source) if name.split(".")[0] in NOT_ON_WINDOWS
    ]
    for node in _nodes_for_all(source):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
            and node.attr in OS_NOT_ON_WINDOWS
        ):
            wrong.append(f"{node.lineno}: os.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            wrong += [
                f"{node.lineno}: os.{alias.name}" for alias in node.names if alias.name in OS_NOT_ON_WINDOWS
            ]
    return wrong


@cache
def _nodes_for_all(source: str) -> list[ast.AST]:
    """Return the nodes that run on every system: not those below `if sys.platform …` or `if os.name …`."""
    waiting: list[ast.AST] = [ast.parse(source)]
    found: list[ast.AST] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Attribute):
            found.append(node)
        if not (isinstance(node, ast.If | ast.IfExp) and _asks_for_platform(node.test)):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def _asks_for_platform(test: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("sys", "platform"), ("os", "name")}
        for node in ast.walk(test)
    )

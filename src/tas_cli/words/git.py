"""Texts about git: what it cannot find and why."""

TEXTS: dict[str, tuple[str, str]] = {
    "no_repository": ("this is not inside a git repository", "这里不在 git 仓库内"),
    "no_repository.hint": (
        "name two files to compare, or run `git init` and commit; only git knows earlier versions",
        "请指定两个文件来比较，或先 `git init` 并提交；早先的版本只有 git 知道",
    ),
    "not_installed": ("git is not installed, or not on the PATH", "没有安装 git，或 PATH 中找不到 git"),
    "not_installed.hint": ("install git, or compare two files", "请安装 git，或直接比较两个文件"),
    "unsafe": (
        "git does not trust this repository: somebody else owns {folder}",
        "git 不信任此仓库：{folder} 属于其他用户",
    ),
    "unsafe.hint": (
        "if you trust it, run `git config --global --add safe.directory {folder}`",
        "如果您信任它，请运行 `git config --global --add safe.directory {folder}`",
    ),
    "failed": ("git says: {reason}", "git 报告：{reason}"),
    "unborn": ("this repository has no commit yet", "此仓库还没有任何提交"),
    "unborn.hint": (
        "commit once; there is nothing earlier to compare with",
        "请先提交一次；目前没有更早的版本可比较",
    ),
    "no_revision": ("git knows no revision {revision!r}", "git 中没有版本 {revision!r}"),
    "no_revision.hint": ("`git log --oneline` lists them", "用 `git log --oneline` 查看"),
    "no_revision_shallow": (
        "revision {revision!r} is not in this shallow clone",
        "浅克隆中没有版本 {revision!r}",
    ),
    "no_revision_shallow.hint": (
        "`git fetch --unshallow` gets the whole history (in CI: fetch-depth: 0)",
        "用 `git fetch --unshallow` 取回全部历史（CI 中设 fetch-depth: 0）",
    ),
    "no_path": ("revision {revision!r} holds no {path!r}", "版本 {revision!r} 中没有 {path!r}"),
    "no_path.hint": (
        "a path in REV:path starts at the top of the repository; with ./ it starts here",
        "REV:path 中的路径从仓库顶层算起；以 ./ 开头则从当前文件夹算起",
    ),
    "not_here": ("{name}: git has its name but not its content", "{name}：git 中只有名称，没有内容"),
    "not_here.hint": (
        "a partial clone fetches on demand, and tas does not: check it out or fetch it first",
        "部分克隆会按需下载，而 tas 不会：请先检出或下载",
    ),
    "no_history": ("{file}: git knows no commit of this file", "{file}：git 中没有此文件的提交"),
    "no_history.hint": ("commit it, or check the path", "请先提交，或检查路径"),
    "shallow": (
        "this is a shallow clone: what was before its first commit is not here (`git fetch --unshallow`)",
        "这是浅克隆：更早的历史不在这里（可用 `git fetch --unshallow` 取回）",
    ),
}

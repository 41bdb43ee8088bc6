"""Texts of `tas init`, and the files it starts a workspace with."""

_HOOKS = """\
repos:
  - repo: local
    hooks:
      - id: tas-check
        name: tas check
        entry: tas check
        language: system
        files: \\.tas\\.yaml$
      - id: tas-fmt
        name: tas fmt
        entry: tas fmt --check
        language: system
        files: \\.tas\\.yaml$
"""

TEXTS: dict[str, tuple[str, str]] = {
    "made": ("made {path}", "已创建 {path}"),
    "extended": ("added to {path}", "已补充 {path}"),
    "kept": ("{path} is there already", "{path} 已存在"),
    "will_set": ("this sets in the configuration of this clone:", "将在此克隆的配置中设置："),
    "ask": ("set it? [y/N] ", "是否设置？[y/N] "),
    "set": ("set the drivers of this clone", "已设置此克隆的驱动"),
    "set_already": ("the drivers of this clone are set already", "此克隆的驱动已经设置"),
    "not_set": ("nothing set; `tas init --git --yes` sets it", "未设置；用 `tas init --git --yes` 设置"),
    "next": (
        "next: tas assess {path}",
        "下一步：tas assess {path}",
    ),
    "not_a_folder": ("{path} is not a folder", "{path} 不是文件夹"),
    "not_a_folder.hint": ("name a folder, or a new one", "请指定一个文件夹，或新文件夹的名称"),
    "workspace": (
        """\
# A workspace of tas: the settings for every assessment below this folder. All of them may be left out.
format: 1
# us: Our company          # how we are called in scorecards
# language: en             # en or zh
# currency: EUR
deals: deals               # where `tas check` and others look when no path is given
# banks: [tas, uss]        # the question banks a new assessment walks
# questions: [questions]   # files or folders of your own question banks
# max_age_days: 30         # an older assessment is questioned
# findings:                # levels of the built-in findings: off, warning or error; docs/findings.md lists them
#   TAS201: error

# What a deal must live up to, judged by `tas check`. Where `when` holds, `expect` must; both are CEL, and
# `tas check --explain FILE` shows what a rule can see.
policy:
  - id: reason-to-act
    when: outcome == 'open' && stage in ['proposal', 'negotiation']
    expect: tas.compelling_event.us == '+'
    say: No proposal without a compelling event.
  - id: money
    when: outcome == 'open' && stage in ['proposal', 'negotiation']
    expect: tas.access_to_funds.us == '+'
    say: No proposal before we know where the money comes from.
  - id: somebody-wants-us
    when: outcome == 'open' && stage == 'negotiation'
    expect: tas.inside_support.us == '+'
    level: warning
    say: Nobody inside works for us, and we are negotiating.
  - id: large-deal-visited
    when: outcome == 'open' && amount >= 100000.0 && mode != ''
    expect: verified
    level: warning
    say: Visit a large deal before you decide how to work it.
  - id: closing-soon-still-guessing
    when: outcome == 'open' && days_to_close <= 30
    expect: counts.unknown + counts.unrated <= 2
    level: warning
    say: It is to close within a month, and we do not know enough.
""",
        """\
# tas 工作区：对此文件夹下所有评估生效的设置，每一项都可以省略。
format: 1
# us: 我们公司             # 我方在评分卡上的名称
# language: zh             # en 或 zh
# currency: CNY
deals: deals               # 未指定路径时，`tas check` 等命令查找的文件夹
# banks: [tas, uss]        # 新评估要过的题库
# questions: [questions]   # 自己的题库文件或文件夹
# max_age_days: 30         # 超过这个天数的评估会被质疑
# findings:                # 内置检查的级别：off、warning 或 error；清单见 docs/findings.md
#   TAS201: error

# 商机必须遵守的规则，由 `tas check` 判断：凡 `when` 成立，`expect` 就必须成立；两者都是 CEL 表达式，
# `tas check --explain FILE` 可查看规则能看到的值。
policy:
  - id: reason-to-act
    when: outcome == 'open' && stage in ['proposal', 'negotiation']
    expect: tas.compelling_event.us == '+'
    say: 没有迫切事件，不出方案。
  - id: money
    when: outcome == 'open' && stage in ['proposal', 'negotiation']
    expect: tas.access_to_funds.us == '+'
    say: 资金来源不清楚，不出方案。
  - id: somebody-wants-us
    when: outcome == 'open' && stage == 'negotiation'
    expect: tas.inside_support.us == '+'
    level: warning
    say: 已经在谈判，客户内部却没有人帮我们。
  - id: large-deal-visited
    when: outcome == 'open' && amount >= 100000.0 && mode != ''
    expect: verified
    level: warning
    say: 大单要先拜访核实，再决定怎么打。
  - id: closing-soon-still-guessing
    when: outcome == 'open' && days_to_close <= 30
    expect: counts.unknown + counts.unrated <= 2
    level: warning
    say: 一个月内就要签，我们知道的还太少。
""",
    ),
    "pre_commit": (
        f"# Checks assessments before each commit, with the tas that is installed.\n{_HOOKS}",
        f"# 每次提交前检查评估文件。\n{_HOOKS}",
    ),
}

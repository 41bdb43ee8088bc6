"""Texts of the rating session: what the screen and the lines say, and how a session ends."""

TEXTS: dict[str, tuple[str, str]] = {
    "do_nothing": ("Do nothing", "维持现状"),
    "competitor": ("competitor", "竞争对手"),
    "nothing": ("(nothing)", "（空）"),
    # Cautions and the mode, as short as the screen needs them; verdicts are in `scorecard`.
    "lead": ("{name} {range} {standing}", "{name} {range} {standing}"),
    "mode": ("Mode", "模式"),
    "mode.none": ("not yet ({known} of {items} known)", "暂无（已知 {known}/{items} 项）"),
    "mode.provisional": ("{mode}, provisional", "{mode}（暂定）"),
    "caution.unknowns": ("{n} of our criteria are not known yet", "我方还有 {n} 项标准未知"),
    "caution.large_as_small": (
        "Do not work a large deal as a small one: {items}",
        "防止大单做小：{items}",
    ),
    "caution.mode_unverified": ("The mode is not verified by a visit yet", "模式尚未经拜访核实"),
    "caution.unsupported": ("{n} of our + stand without evidence", "我方有 {n} 个 + 没有证据"),
    "caution.stale": ("Last assessed {days} days ago", "上次评估已是 {days} 天前"),
    # Notices of the step function.
    "resolve_first": (
        "First settle what you both changed: o keeps yours, t takes theirs",
        "请先处理双方都改过的内容：o 保留我的，t 采用对方的",
    ),
    "walk_done": ("That was the last one", "已经是最后一项"),
    "at_start": ("This is the first one", "已经是第一项"),
    "no_rating": ("{text} is no answer here; rate with + - ?", "{text} 不是这里的答案；请用 + - ? 评级"),
    "choose_option": ("Choose an option by its number; ? for not known", "请按编号选择；未知就用 ?"),
    "no_option": ("{text} is no option; there are: {options}", "没有选项 {text}；可选：{options}"),
    "not_found": ("No question holds {text}", "没有题目包含 {text}"),
    "no_name": ("A competitor needs a name", "请输入竞争对手的名称"),
    "too_many_competitors": ("{most} competitors are enough", "竞争对手最多 {most} 个"),
    "already_there": ("{name} is there already", "{name} 已在列表中"),
    "nothing_to_undo": ("Nothing to undo", "没有可撤销的操作"),
    "undone": ("Undone", "已撤销"),
    "merged": (
        "Somebody else changed this file meanwhile; both changes are in",
        "其他人刚修改过此文件，双方的修改都已合并",
    ),
    # The card.
    "note.evidence": ("Evidence", "证据"),
    "note.next_step": ("Next step", "下一步"),
    "previous": ("Last time", "上次"),
    "means": ("{sign} means {text}", "{sign} 表示{text}"),
    "unknown": ("? not known", "? 未知"),
    "progress": ("{rated} of {cells} rated", "已评 {rated}/{cells}"),
    "review": ("review", "复核"),
    "dispute": ("Both changed: {what}", "双方都改了：{what}"),
    "dispute.ours": ("yours", "我的"),
    "dispute.theirs": ("theirs", "对方的"),
    "dispute.more": ("({n} more after this)", "（之后还有 {n} 处）"),
    "done": ("All done", "全部完成"),
    "done.open": ("The walk is done; {n} not rated", "已走完；还有 {n} 项未评"),
    "done.no_unknowns": ("Nothing here is rated ?", "没有评为 ? 的项目"),
    "next_questions": ("Find out next", "接下来要弄清"),
    "more_questions": ("and {n} more", "另有 {n} 项"),
    # The screen's own lines.
    "keys.rate": (
        "+ - ? rate  arrows  e evidence  n next step  u undo  / find  F1 help  q quit",
        "+ - ? 评级  方向键移动  e 证据  n 下一步  u 撤销  / 查找  F1 帮助  q 退出",
    ),
    "keys.choose": (
        "1-{n} choose  ? unknown  arrows  e evidence  n next step  u undo  F1 help  q quit",
        "1-{n} 选择  ? 未知  方向键移动  e 证据  n 下一步  u 撤销  F1 帮助  q 退出",
    ),
    "keys.dispute": ("o keep yours  t take theirs  q quit", "o 保留我的  t 采用对方的  q 退出"),
    "keys.done": ("q quit  Up back  u undo  F1 help", "q 退出  向上键返回  u 撤销  F1 帮助"),
    "keys.input": ("Enter keep  Esc cancel", "回车确定  Esc 取消"),
    "ask.find": ("Find", "查找"),
    "ask.competitor": ("New competitor", "新竞争对手"),
    "unknown_key": ("No such key: {key} (F1 for help)", "没有这个按键：{key}（F1 帮助）"),
    "help": (
        "+  known, and good for the party rated\n"
        "-  known, and bad for it\n"
        "?  not known; that is no zero but a question to go and ask\n"
        "1 2 3 or A B C  choose an option\n"
        "Enter Space Tab  leave as it is and go on      Shift-Tab b  back\n"
        "arrows PgUp PgDn Home End  move over the grid\n"
        "Backspace Delete  take the rating away\n"
        "e  evidence: how do we know?      n  next step\n"
        "u  undo      /  find a question      a  add a competitor\n"
        "q  quit; every answer is saved the moment you give it\n"
        "F1 or Esc  close this help",
        "+  已知，对所评一方有利\n"
        "-  已知，对其不利\n"
        "?  未知；这不是零分，而是要去问的问题\n"
        "1 2 3 或 A B C  选择选项\n"
        "回车 空格 Tab  不改，看下一项      Shift-Tab b  上一项\n"
        "方向键 PgUp PgDn Home End  在表中移动\n"
        "Backspace Delete  清除评级\n"
        "e  证据：凭什么这么说？      n  下一步\n"
        "u  撤销      / 或 、  查找题目      a  添加竞争对手\n"
        "q  退出；每个答案一给出就已保存\n"
        "F1 或 Esc  关闭帮助",
    ),
    # The lines.
    "lines.prompt": ("[{place}/{cells}] {question}, {party}", "[{place}/{cells}] {question}，{party}"),
    "lines.choose": ("[{place}/{cells}] {question}", "[{place}/{cells}] {question}"),
    "lines.now": ("now {value}", "现为 {value}"),
    "lines.done": ("{text}; b back, q ends", "{text}；b 返回，q 结束"),
    "lines.dispute": (
        "Both changed: {what}; yours {ours}, theirs {theirs}; o keeps yours, t takes theirs",
        "双方都改了：{what}；我的是 {ours}，对方的是 {theirs}；o 保留我的，t 采用对方的",
    ),
    "lines.no_answer": (
        "{text} is no answer here; h lists what is",
        "{text} 不是这里的答案；h 查看可用的输入",
    ),
    "lines.note_empty": (
        "Write the text after the letter; `{letter} -` removes it",
        "请在字母后写内容；`{letter} -` 可删除",
    ),
    "lines.help": (
        "+ - ? rate; a choice by number or id; Enter leaves it as it is; b back; e TEXT evidence; n TEXT next step;"
        " clear; u undo; c NAME adds a competitor; /TEXT finds; q ends",
        "+ - ? 评级；选择题输入编号或 id；回车不改；b 返回；e 内容 写证据；n 内容 写下一步；"
        "clear 清除；u 撤销；c 名称 添加竞争对手；/文字 查找；q 结束",
    ),
    # What a new file needs.
    "ask.customer": ("Customer", "客户"),
    "ask.opportunity": ("Opportunity (what they may buy)", "商机（客户要买什么）"),
    "ask.competitors": ("Competitor (Enter when there are no more)", "竞争对手（没有更多就按回车）"),
    "ask.do_nothing": (
        "Rate the customer doing nothing as a competitor too? Y/n",
        "把“维持现状”也作为一个竞争对手评估吗？Y/n",
    ),
    "ask.needed": ("This is needed", "此项必填"),
    "ask.not_a_name": ("{text} is a rating, not a name", "{text} 是评级，不是名称"),
    "ask.yes_or_no": ("Answer y or n", "请回答 y 或 n"),
    "needs_names": (
        "{file}: not made; a new assessment needs a customer and an opportunity",
        "{file}：未创建；新评估需要客户和商机",
    ),
    "needs_names.hint": (
        "give --customer and --opportunity, or answer the questions",
        "请用 --customer 和 --opportunity 给出，或回答提问",
    ),
    "no_stdin": ("a rating session needs a file of its own, not `-`", "评级会话需要一个文件，不能用 `-`"),
    "no_stdin.hint": (
        "name a file, as in `tas assess deals/acme.tas.yaml`",
        "请指定文件，例如 `tas assess deals/acme.tas.yaml`",
    ),
    "other_customer": (
        "{file}: belongs to customer {standing!r}, not {given!r}",
        "{file}：客户是 {standing!r}，不是 {given!r}",
    ),
    "other_customer.hint": (
        "another deal needs another file; to rename: `tas rate FILE --set customer=...`",
        "其他商机请用其他文件；如要改名：`tas rate FILE --set customer=...`",
    ),
    "other_opportunity": (
        "{file}: is about opportunity {standing!r}, not {given!r}",
        "{file}：商机是 {standing!r}，不是 {given!r}",
    ),
    "other_opportunity.hint": (
        "another deal needs another file; to rename: `tas rate FILE --set opportunity=...`",
        "其他商机请用其他文件；如要改名：`tas rate FILE --set opportunity=...`",
    ),
    # How a session ends.
    "saved": (
        "{file}: {ratings} ratings and {notes} notes saved",
        "{file}：已保存 {ratings} 个评级、{notes} 条备注",
    ),
    "saved.ratings": ("{file}: {ratings} ratings saved", "{file}：已保存 {ratings} 个评级"),
    "saved.one": ("{file}: 1 rating saved", "{file}：已保存 1 个评级"),
    "saved.nothing": ("{file}: nothing was changed", "{file}：没有改动"),
    "saved.waiting": ("{file}: {ratings} ratings not saved yet", "{file}：有 {ratings} 个评级尚未保存"),
    "go_on": ("{n} to go; go on with: {command}", "还剩 {n} 项；继续请运行：{command}"),
    "go_on.review": ("all is rated; review it with: {command}", "已全部评完；复核请运行：{command}"),
    "disputed": (
        "{n} answers that you both changed are not settled; theirs stand in the file",
        "双方都改过的 {n} 处尚未处理；文件中保留对方的内容",
    ),
    "interrupted": ("Interrupted", "已中断"),
    "result": ("{verdict}", "{verdict}"),
    "result.mode": ("{verdict}; mode: {mode}", "{verdict}；模式：{mode}"),
    "show_hint": ("Scorecard: {command}", "评分卡：{command}"),
    # When the disk refuses.
    "not_saved": (
        "NOT SAVED: {reason}. Your answers are kept in {recovery}; the next `tas assess` offers them",
        "未保存：{reason}。答案已存入 {recovery}，下次 `tas assess` 会提示取回",
    ),
    "not_saved.nowhere": (
        "NOT SAVED: {reason}. Keep this session open: its answers are nowhere else",
        "未保存：{reason}。请不要关闭本次会话：答案没有存到任何地方",
    ),
    "saved_again": ("Saved again", "已恢复保存"),
    "last_resort": (
        "These answers could be saved nowhere. Copy the text below into {file}:",
        "这些答案无处可存。请把下面的内容复制到 {file}：",
    ),
    "recovery.there": (
        "{file}: answers of an earlier session could not be saved; take them with: {command}",
        "{file}：之前的会话有答案未能保存；取回请运行：{command}",
    ),
    "recovery.ask": (
        "Answers of an earlier session could not be saved in {file}. Take them now? y yes, n not now, d delete them",
        "之前的会话有答案未能存入 {file}。现在取回吗？y 取回，n 以后再说，d 删除",
    ),
    "recovery.answers": ("Answer y, n or d", "请回答 y、n 或 d"),
    "recovery.taken": ("Took over the answers of the earlier session", "已取回之前会话的答案"),
    "recovery.deleted": ("Deleted", "已删除"),
    "recovery.none": ("{file}: no answers are waiting to be taken over", "{file}：没有待取回的答案"),
    "recovery.unreadable": (
        "{file}: this recovery file cannot be used, and is left as it is",
        "{file}：无法使用此恢复文件，已原样保留",
    ),
}

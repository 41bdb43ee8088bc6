"""Texts of the built-in findings: whether an assessment is sound."""

TEXTS: dict[str, tuple[str, str]] = {
    "TAS201": ("{question} is + without evidence", "{question} 评为 +，但没有依据"),
    "TAS201.help": (
        "write under `evidence` how we know, or rate it ? until we do",
        "请在 `evidence` 下写明依据；没有依据就先评 ?",
    ),
    "TAS201.about": (
        "People rate their own deals too kindly. A + that nobody can give a reason for is a hope, so it is asked how we know.",
        "人评自己的单子总是偏乐观。说不出依据的 + 只是愿望，所以要写明从何得知。",
    ),
    "TAS202": (
        "assessed {days} days ago; more than {limit} is too long",
        "评估已是 {days} 天前，超过 {limit} 天",
    ),
    "TAS202.help": (
        "go through it again: `tas assess FILE` opens a review",
        "请重新评估：`tas assess FILE` 会打开复核",
    ),
    "TAS202.about": (
        "Deals change faster than files. An old assessment of an open deal says what was true once; "
        "`max_age_days` in tas.yaml sets the limit (30 unless said otherwise).",
        "商机变化比文件快。未结商机的旧评估只反映当时的情况；期限由 tas.yaml 的 `max_age_days` 设定（默认 30 天）。",
    ),
    "TAS203": ("rated, but nobody wrote down when", "已评级，但没有写评估日期"),
    "TAS203.help": (
        "add `assessed_on: {today}` with the day of the last review",
        "请加上 `assessed_on: {today}`，写最近一次评估的日期",
    ),
    "TAS203.about": (
        "Without its day nobody can tell whether an assessment still holds.",
        "没有日期，就无法判断评估是否仍然有效。",
    ),
    "TAS204": (
        "the deal is open, but its close date passed {days} days ago",
        "商机未结，但预计成交日已过去 {days} 天",
    ),
    "TAS204.help": ("move close_date, or set the outcome", "请更新 close_date，或填写 outcome"),
    "TAS204.about": (
        "A close date in the past makes every forecast wrong: either the deal is closed or the date has moved.",
        "预计成交日已过，预测就不准了：要么已经结束，要么日期变了。",
    ),
    "TAS205": (
        "{n} of our ratings are not known in stage {stage!r}; {limit} are allowed: {questions}",
        "阶段 {stage!r} 中我方有 {n} 项未知，最多允许 {limit} 项：{questions}",
    ),
    "TAS205.help": ("find them out, or move the deal back a stage", "请弄清这些问题，或把商机退回前一阶段"),
    "TAS205.about": (
        "What is unknown late in a deal is bad news, not neutral. `max_unknown` in tas.yaml says for a stage how many of our "
        "ratings may be ? or missing; it holds in later stages too, in the order of `stages`.",
        "到了后期仍然未知，不是中性的，而是坏消息。tas.yaml 的 `max_unknown` 规定某阶段最多可有多少项为 ? 或未评；"
        "按 `stages` 的顺序，对其后的阶段同样有效。",
    ),
    "TAS206": ("no stage is called {name!r}", "没有名为 {name!r} 的阶段"),
    "TAS206.help": (
        "correct it (nearest: {near}), or add it under `stages` in tas.yaml",
        "请改正（最接近：{near}），或加到 tas.yaml 的 `stages` 下",
    ),
    "TAS206.about": (
        "Rules that ask for a stage by name never see a deal whose stage is misspelt. Looked at only where tas.yaml lists `stages`.",
        "阶段名拼错，按阶段设定的规则就会漏掉这个商机。仅当 tas.yaml 列出 `stages` 时检查。",
    ),
    "TAS207": ("{question} has to be + and is not", "{question} 必须为 +，目前不是"),
    "TAS207.help": (
        "find it out or bring it about before spending more on the deal",
        "在继续投入之前，请先弄清或促成这一点",
    ),
    "TAS207.about": (
        "The bank says that without this one the section cannot be a yes, however good the rest looks. "
        "Asked once half of the bank is rated.",
        "题库规定：缺了这一项，其余再好，该部分也不能算通过。评完一半之后才检查。",
    ),
    "TAS208": ("a cross-check of the bank fails", "题库的交叉检查未通过"),
    "TAS208.help": ("check how we know: {questions}", "请核实依据：{questions}"),
    "TAS208.about": (
        "Some answers make no sense without others. Each bank declares such checks and says itself what a failure means.",
        "有些答案离开另一些就不成立。每个题库自行声明这些检查，并说明不通过意味着什么。",
    ),
    "TAS209": ("no competitor is rated", "没有评过任何竞争对手"),
    "TAS209.help": (
        "rate at least one; doing nothing competes too (`status_quo: Do nothing`)",
        "请至少评一个对手；客户“维持现状”也是对手（`status_quo: 维持现状`）",
    ),
    "TAS209.about": (
        "Whether we can win is a comparison. One deal in five ends in no decision, so doing nothing is a competitor as well.",
        "能不能赢是比出来的。大约五分之一的商机最终没有结果，所以维持现状也是对手。",
    ),
    "TAS210": ("all {n} ratings of ours are +", "我方 {n} 项评级全是 +"),
    "TAS210.help": (
        "ask a colleague to play the customer, or the competitor, and go through it again",
        "请同事扮演客户或对手，再过一遍",
    ),
    "TAS210.about": (
        "No deal is perfect. When everything is +, somebody heard what they wanted to hear.",
        "没有完美的商机。全是 + 往往说明只听到了想听的。",
    ),
    "TAS211": ("the sales mode has not been verified by a visit", "销售模式尚未经拜访核实"),
    "TAS211.help": (
        "verify the form on the next visit and set `verified: true`",
        "请在下次拜访时核实评分表，并写 `verified: true`",
    ),
    "TAS211.about": (
        "The form is filled in before anybody saw the customer; the first visit shows whether it was right. "
        "Said once the deal is under way, not while it is new.",
        "评分表是见客户之前填的，首次拜访才知道对不对。商机推进后才提示，新商机不提示。",
    ),
    "TAS212": ("closed ({outcome}) without ever being rated", "已结束（{outcome}），却从未评级"),
    "TAS212.help": (
        "rate it as you would have before it closed; won and lost deals are what we learn from",
        "请按结束前的判断补评；赢单和输单都是学习的依据",
    ),
    "TAS212.about": (
        "Closed deals are the only evidence of what ratings are worth. One without ratings teaches nothing.",
        "已结束的商机是检验评级的唯一依据，没有评级就什么也学不到。",
    ),
    "TAS213": ("closed ({outcome}), but nobody wrote down when", "已结束（{outcome}），但没有写结束日期"),
    "TAS213.help": ("add `closed_on` with the day", "请加上 `closed_on` 日期"),
    "TAS213.about": (
        "How long deals take, and whether dates slipped, can only be told with the day.",
        "只有写了日期，才知道商机用了多久、是否拖延。",
    ),
    "TAS214": ("lost, but nobody wrote down why", "已输单，但没有写原因"),
    "TAS214.help": ("add `reason` in a sentence", "请用一句话写明 `reason`"),
    "TAS214.about": (
        "A loss without a reason is paid for and teaches nothing.",
        "没有原因的输单，白交了学费。",
    ),
    "TAS215": ("lost_to names {name!r}, which is no competitor here", "lost_to 的 {name!r} 不在竞争对手之中"),
    "TAS215.help": (
        "use a competitor's id (nearest: {near}), or add it under `competitors`",
        "请用竞争对手的 id（最接近：{near}），或加到 `competitors` 下",
    ),
    "TAS215.about": (
        "Losses are counted by competitor, so the one that won has to be one of the file's own.",
        "输单按对手统计，所以赢家必须是文件里的对手之一。",
    ),
    "TAS216": ("{name} is filled in, but the outcome is still open", "已填 {name}，但 outcome 仍是 open"),
    "TAS216.help": ("set `outcome`, or remove {name}", "请填写 `outcome`，或删除 {name}"),
    "TAS216.about": (
        "What belongs to a closed deal stands in an open one; one of the two is forgotten.",
        "未结商机里出现了已结束才有的内容，两者必有一处漏改。",
    ),
    "TAS217": ("assessed on {day}, which is still to come", "评估日期 {day} 尚未到来"),
    "TAS217.help": ("correct the date; today is {today}", "请改正日期；今天是 {today}"),
    "TAS217.about": (
        "A day in the future never grows old, so the assessment would never be asked for again.",
        "日期写在将来，就永远不会过期，也就不会再提醒复核。",
    ),
}

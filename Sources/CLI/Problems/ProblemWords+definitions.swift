extension ProblemWords {
  /// Problems of category trees, region tables, calendars, roles, views, letters, and maps from version to version.
  static let ofDefinitions: [Template] = [
    ("`{}` is there already, on line {}", "`{1}` 在第 {2} 行已有"),
    ("deeper than {} levels", "超过 {1} 层"),
    ("give each a code of its own", "各取不同的代码"),
    ("nobody finds it there: make it flatter", "太深了没有人找得到：请减少层次"),
    ("use letters, digits, `-`, `_` and `.`; labels may say more", "用字母、数字、`-`、`_` 和 `.`；其余写在 labels 中"),
    ("`{}` lies in `{}` already", "`{1}` 已在 `{2}` 中"),
    ("nothing would ever lie in `{}`", "`{1}` 中永远不会有内容"),
    ("write how its addresses begin", "写其地址的开头"),
    ("write its digits in quotes: \"021\"", "数字加引号：\"021\""),
    ("a calendar cannot be its own base", "日历不能以自身为依据"),
    ("name another calendar", "写另一个日历"),
    ("no `week` and no `base`: nothing says what is worked", "没有 `week` 也没有 `base`：无从知道何时工作"),
    ("`{}` names no weekday", "`{1}` 不是星期"),
    ("`{}` does not say which years are known", "`{1}` 没有说明已知哪些年份"),
    ("write 2014-2026, 2014-01-01..2026-12-28, all or none", "写 2014-2026、2014-01-01..2026-12-28、all 或 none"),
    ("it is the role `{}`, not `{}`", "这是角色 `{1}`，不是 `{2}`"),
    ("the role `admin` always has every right, so that nobody can lock the office up", "角色 `admin` 总有全部权限，以免全单位被锁在外面"),
    ("make a role of another name for less", "权限较少的请另立名称"),
    ("a list has no condition `{}`", "列表没有条件 `{1}`"),
    ("`{}` is nowhere that a report can go", "报表不能送到 `{1}`"),
    ("a gap begins with `{{` and does not end", "空白以 `{{` 开始而没有结束"),
    ("write `}}` behind its name", "在名称后写 `}}`"),
    ("nothing fills the gap `{{{}}}`", "空白 `{{{1}}}` 没有内容可填"),
    ("there is no place for the number itself", "没有编号本身的位置"),
    ("add {0000}, a zero for each digit", "请加 {0000}，一个零代表一位数字"),
    ("write {year}, and {0000} for four digits", "写 {year}，以及代表四位数字的 {0000}"),
    ("version {} of process `{}` is not published", "流程 `{2}` 的第 {1} 版没有发布"),
    ("`hotline process list --versions` shows those there are", "用 `hotline process list --versions` 查看现有的"),
    ("version {} has no state `{}`", "第 {1} 版没有状态 `{2}`"),
    ("nothing is said of orders in `{}`, which version {} does not have", "没有说明 `{1}` 中的工单怎么办，而第 {2} 版没有该状态"),
    ("write `states: {{}: …}` with one of {}", "写 `states: {{1}: …}`，可用：{2}"),
    ("orders in `{}` ({}) would be in `{}` ({}) without an action", "`{1}`（{2}）中的工单会未经动作就到 `{3}`（{4}）"),
    ("name a state of kind {}", "写一个类型 {1} 的状态"),
    ("orders would stay where they are", "工单会留在原处"),
  ]

  /// Problems of what a text mentions and the office does not have.
  static let ofMentions: [Template] = [
    ("no form has the field `{}` yet", "还没有表单有字段 `{1}`"),
    ("no form has the field `{}`", "没有表单有字段 `{1}`"),
    ("nothing has a value of it until a process asks for it", "在有流程询问它之前没有值"),
    ("there is no {} `{}` yet, and no order had it", "还没有<1> `{2}`，也没有工单用过"),
    ("it counts nothing until there is one", "有了之后才有统计"),
    ("did you mean `{}`? if not, set it up first", "是不是 `{1}`？若不是，请先设置"),
    ("no tree has a level {} of `{}`", "没有树的 `{2}` 有第 {1} 层"),
    ("there are {}; below the last one all stands in it", "共有 {1} 层；最后一层之下的都归在其中"),
    ("no tree is set up yet", "还没有设置分类树"),
  ]

  /// Problems of when a schedule runs, in a text or as an option.
  static let ofSlots: [Template] = [
    ("`{}` is no length of time", "`{1}` 不是时长"),
    ("write 15m, 2h or 1d", "写 15m、2h 或 1d"),
    ("an hour or a day does not hold `{}` evenly, so its boundaries would wander", "一小时或一天不能被 `{1}` 整除，时点会漂移"),
    (
      "write 5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d",
      "写 5m、10m、15m、20m、30m、1h、2h、3h、4h、6h、8h、12h 或 1d"
    ),
    ("`{}` names no working day", "`{1}` 没有写明是哪个工作日"),
    (
      "write `working day 08:00` or `first working day of the month 08:00` (second … fifth, last; week)",
      "写 `working day 08:00` 或 `first working day of the month 08:00`（second……fifth、last；week）"
    ),
    ("`{}` says no time of day", "`{1}` 没有写几点"),
    ("write it at the end: `working day 08:00`", "写在最后：`working day 08:00`"),
    ("`{}` is no time of day", "`{1}` 不是一天中的时间"),
    ("write one from 00:00 to 23:59", "写 00:00 到 23:59"),
    ("`{}` has {} words, and is no rule", "`{1}` 有 {2} 个词，不成规则"),
    (
      "write `every 15m`, `0 8 * * 1` (minute, hour, day, month, weekday) or `first working day of the month 08:00`",
      "写 `every 15m`、`0 8 * * 1`（分、时、日、月、星期）或 `first working day of the month 08:00`"
    ),
    ("`{}` is no {}", "`{1}` 不是<2>"),
    ("write a number from {} to {}, `*`, `1-5`, `*/15` or `1,3`", "写 {1} 到 {2} 的数、`*`、`1-5`、`*/15` 或 `1,3`"),
  ]
}

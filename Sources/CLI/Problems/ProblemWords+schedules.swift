extension ProblemWords {
  /// Problems of schedules: when, about what time, where to.
  static let ofSlots: [Template] = [
    ("nothing is written here", "此处什么也没写"),
    ("`{}` is one word, and no rule", "`{1}` 只有一个词，不是规则"),
    ("`{}` has {} words, and is no rule", "`{1}` 有 {2} 个词，不是规则"),
    (
      "write `every 15m`, `0 8 * * 1` (minute, hour, day, month, weekday) or `first working day of the month 08:00`",
      "请写 `every 15m`、`0 8 * * 1`（分 时 日 月 星期）或 `first working day of the month 08:00`（每月第一个工作日）"
    ),
    ("write a number from {} to {}, `*`, `1-5`, `*/15` or `1,3`", "请写 {1} 到 {2} 的数、`*`、`1-5`、`*/15` 或 `1,3`"),
    ("write 15m, 2h or 1d", "请写 15m、2h 或 1d"),
    ("an hour or a day does not hold `{}` evenly, so its boundaries would wander", "`{1}` 不能整除一小时或一天，时点会漂移"),
    (
      "write 5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d",
      "请写 5m、10m、15m、20m、30m、1h、2h、3h、4h、6h、8h、12h 或 1d"
    ),
    ("`{}` names no working day", "`{1}` 没有说明是哪个工作日"),
    (
      "write `working day 08:00` or `first working day of the month 08:00` (second … fifth, last; week)",
      "请写 `working day 08:00` 或 `first working day of the month 08:00`（还有 second 至 fifth、last；week 指每周）"
    ),
    ("`{}` says no time of day", "`{1}` 没有写几点"),
    ("write it at the end: `working day 08:00`", "写在最后：`working day 08:00`"),
    ("`{}` is no time of day", "`{1}` 不是一天中的时间"),
    ("`{}` is no length of time", "`{1}` 不是时长"),
    ("write one from 00:00 to 23:59", "请写 00:00 到 23:59"),
    ("`{}` is no time that moves with the slot", "`{1}` 不是随时点移动的时间"),
    ("`{}` is no instant", "`{1}` 不是时刻"),
    ("`{}` is nowhere that a report can go", "`{1}` 不是报表的去向"),
    (
      "write `folder /srv/reports`, `webhook https://…` or `mail name@example.org`",
      "请写 `folder /srv/reports`、`webhook https://…` 或 `mail name@example.org`"
    ),
    ("`{}` is no {}", "`{1}` 不是<2>"),
  ]
}

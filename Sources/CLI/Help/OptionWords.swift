/// What arguments and options say in their help, in Chinese, by the English of it: many commands share one.
///
/// A test says that what every command asks for is in here, and nothing else.
enum OptionWords {
  /// The help of an argument in Chinese. Of one that ends in a list, `The report: overdue, …`, the words in front suffice.
  static func chinese(_ english: String) -> String {
    if let whole = all[english] { return whole }
    guard let colon = english.range(of: ": "), let head = all[String(english[..<colon.lowerBound])] else {
      return english
    }
    let list = english[colon.upperBound...].replacing(", ", with: "、")
    return "\(head)：\(list.hasSuffix(".") ? "\(list.dropLast())。" : String(list))"
  }

  static let all = [lists, orders, people, reports, catalogue, office].reduce(into: common) { all, words in
    all.merge(words) { first, _ in first }
  }

  private static let common: [String: String] = [
    "Show the version.": "显示版本。",
    "Show help information.": "显示帮助。",
    "No colours (NO_COLOR does the same).": "不用颜色（同 NO_COLOR）。",
    "Act as this member of staff; else HOTLINE_USER, else whoever has your login.":
      "以此工作人员的身份办理；否则按 HOTLINE_USER，再否则按您的登录名。",
    "Language of headings and messages (or HOTLINE_LANG).": "标题和消息的语言（或 HOTLINE_LANG）。",
    "How to write the result; without it, a table (or what FILE's name says).": "结果的格式；不写则为表格（或按文件名）。",
    "Write to a file: .xlsx, .csv, .json, .ndjson or .html decides the format.":
      "写入文件：格式由 .xlsx、.csv、.json、.ndjson 或 .html 决定。",
    "In csv, an apostrophe before text that a spreadsheet would run as a formula (=, +, -, @); changes +86 numbers.":
      "在 csv 中，电子表格会当作公式的文字（=、+、-、@ 开头）前加撇号；+86 号码会因此改变。",
    "Show and read times in this zone, as Asia/Shanghai; else the office's.": "按此时区显示和读取时间，如 Asia/Shanghai；否则按本单位的。",
    "Show times in this zone, as Asia/Shanghai; else the office's.": "按此时区显示时间，如 Asia/Shanghai；否则按本单位的。",
    "Show the events that would be appended, and append none.": "显示将写入的事件，不写入。",
    "The order's number.": "工单号。",
    "Why.": "原因。",
    "A YAML file.": "YAML 文件。",
    "The campaign.": "外呼活动。",
    "The report": "报表",
    "The report.": "报表。",
    "The measure.": "指标。",
    "The schedule.": "报表计划。",
    "The unit.": "单位。",
    "The map.": "列映射。",
    "The import.": "导入批次。",
    "Their code.": "其代码。",
    "Its name": "名称",
    "Its name.": "名称。",
    "A field": "字段",
    "At most so many.": "最多这么多。",
    "At most so many; 0 for all.": "最多这么多；0 表示全部。",
    "What was said.": "所说内容。",
    "As of this instant": "截至此时刻",
    "As of this instant.": "截至此时刻。",
    "As of this instant; now where not given.": "截至此时刻；不写则为现在。",
    "List what a run would do, and do nothing.": "列出将做的，什么也不做。",
    "With --as-of yet to come: do now what is due by then; it does not come again.":
      "与尚未到来的 --as-of 同用：现在就做到那时到期的；到时不会再来。",
    "The slot, as hotline report schedule show lists it.": "时点，如 hotline report schedule show 所列。",
    "The slot, as hotline report schedule show lists it; without it, all that wait or failed.":
      "时点，如 hotline report schedule show 所列；不写则为全部待送和失败的。",
    "The folder for messages, where there is no webhook.": "没有 webhook 时存放消息的目录。",
    "Do not ask.": "不询问。",
    "Do not ask before many orders change.": "更改多件工单前不询问。",
    "Where it is.": "所在地点。",
    "When it stops; a day without a time means its end.": "到何时为止；只写日期指当天结束。",
  ]

  /// Of orders, imports, workbooks and campaigns.
  private static let lists: [String: String] = [
    "Only orders of a process.": "只要此流程的工单。",
    "Only orders of a unit.": "只要此单位的工单。",
    "Only orders of a unit and all below it.": "只要此单位及其下属的工单。",
    "Only orders of a unit, or with - those that nobody has.": "只要此单位的工单；写 - 为无人承办的。",
    "Only orders of a cell of the board: open, unsigned, running, returned, today or overdue, perhaps behind a unit: repairs/overdue.":
      "只要看板一格的工单：open、unsigned、running、returned、today 或 overdue，前面可写单位：repairs/overdue。",
    "Only orders in a state.": "只要处于此状态的工单。",
    "Only orders of a kind of state: open, done, closed, cancelled.": "只要此类状态的工单：open、done、closed、cancelled。",
    "Only orders of a category.": "只要此分类的工单。",
    "Only orders of a campaign.": "只要此外呼活动的工单。",
    "Only orders that a member of staff has.": "只要此工作人员承办的工单。",
    "Only orders as urgent as this, or more: low, normal, high, urgent.": "只要不低于此紧急程度的工单：low、normal、high、urgent。",
    "Only orders of an area.": "只要此区域的工单。",
    "Only orders that follow from this one.": "只要由此工单产生的。",
    "Only orders that this unit helps with.": "只要此单位协办的工单。",
    "Only orders that came in this way: phone, web, letter …": "只要由此渠道受理的工单：phone、web、letter……",
    "Only orders opened at this instant or later.": "只要此时刻及以后受理的工单。",
    "Only orders opened before this instant.": "只要此时刻以前受理的工单。",
    "Only orders with these words anywhere, as order search finds them.": "只要含有这些文字的工单，同 order search。",
    "Only orders with this in their title, key or category.": "只要标题、编号或分类含此文字的工单。",
    "The list: .xlsx, .xlsm or .csv.": "名单：.xlsx、.xlsm 或 .csv。",
    "The file: .xlsx, .xlsm or .csv.": "文件：.xlsx、.xlsm 或 .csv。",
    "Encoding of a csv, where the guess is wrong: UTF-8, GB18030 …": "csv 的编码，猜错时指定：UTF-8、GB18030……",
    "The campaign of a call list or a survey list.": "呼叫名单或调查名单所属的外呼活动。",
    "How columns are read: a kept map, or a YAML file.": "各列的读法：已保存的映射，或 YAML 文件。",
    "A column by hand: its heading, its letters (C), or - for none; may be given several times.":
      "手工指定一列：表头、列号（C），或 - 表示没有；可写多次。",
    "Keep how the columns are read.": "保存各列的读法。",
    "What to do with known customers, parts or articles (default: skip).":
      "已有的客户、备件或知识如何处理（默认：skip）。",
    "Show every change of what is known, before and after, instead of the counts.":
      "列出对已有内容的每项变更（前后值），不列计数。",
    "What to do with hidden rows and columns; demanded when there are any.": "隐藏的行和列如何处理；有隐藏时必须写明。",
    "The sheet, where several could be meant: its name, or its number from 1.":
      "工作表，有多个可能时指定：名称，或从 1 起的序号。",
    "Only this sheet, by its name or its number from 1.": "只看此工作表：名称，或从 1 起的序号。",
    "Area code of local numbers, as 0871.": "本地号码的区号，如 0871。",
    "How 03/04/2024 is meant, where the column does not tell: dmy, mdy or ymd (24-03-04).":
      "该列看不出时，03/04/2024 怎样读：dmy、mdy 或 ymd（24-03-04）。",
    "The unit that gets the orders.": "承办工单的单位。",
    "Where the rejected rows go; else FILE.rejects.xlsx beside the list.": "被拒绝的行写到哪里；否则为名单旁的 FILE.rejects.xlsx。",
    "Do not ask whether the columns are read right.": "不询问各列是否读对。",
    "Every row.": "每一行。",
    "Only rows of this outcome.": "只要此结果的行。",
    "What it changed of known customers, before and after.": "对已在册客户的变更，前后值。",
    "A target.": "一种目标。",
    "How many of the first rows to show.": "显示前几行。",
    "The same as --set reason=TEXT.": "同 --set reason=TEXT。",
    "A field of the action.": "动作的一个字段。",
    "Whom orders are for: the filters of order list, as 'process=complaint kind=closed'.":
      "工单的诉求人：order list 的条件，如 'process=complaint kind=closed'。",
    "People of the book: the filters of party list, as 'area=north product=fibre', or all.":
      "人员册中的人：party list 的条件，如 'area=north product=fibre'，或 all。",
    "The orders or people of a saved view.": "已存视图中的工单或人员。",
    "Only a share or a number of them, drawn by chance: 20%, 0.5% or 300.": "只随机抽取一部分：20%、0.5% 或 300。",
    "What the draw follows from: the same seed draws the same. Without it one is chosen and told.":
      "抽取的种子：相同的种子抽取相同；不写则选一个并告知。",
    "Instead of numbers: the filters of order list, as 'state=new unit=repairs' or 'overdue'.":
      "代替工单号：order list 的条件，如 'state=new unit=repairs' 或 'overdue'。",
    "Its YAML, as it was published.": "其发布时的 YAML。",
    "When the calls are due; a day without a time means its end.": "呼叫的期限；只写日期指当天结束。",
    "List those who are passed over instead of the targets.": "列出未列入者，而不是对象。",
    "Show what would become of it, and write nothing.": "显示将有的结果，不写入。",
    "Who gets them.": "分给谁。",
    "A file that says which target goes to whom.": "写明哪个对象给谁的文件。",
    "Only these: the filters of order list, as 'area=north'.": "只要这些：order list 的条件，如 'area=north'。",
    "Also those that somebody has.": "已有人承办的也算。",
    "Show who would get what, and write nothing.": "显示谁将得到什么，不写入。",
    "What came of it: an action of the process, as campaign next lists them.": "通话结果：流程的一个动作，见 campaign next。",
    "When they want to be called again.": "对方希望再次来电的时间。",
    "unit, staff or outcome.": "unit（单位）、staff（人员）或 outcome（结果）。",
    "Which units.": "哪些单位。",
    "The folder for notices, where there is no webhook.": "没有 webhook 时存放通知的目录。",
    "Only the targets of this member of staff.": "只要此工作人员的对象。",
    "Only the targets of this unit.": "只要此单位的对象。",
    "The workbook to write.": "要写的工作簿。",
    "The workbook or CSV.": "工作簿或 CSV。",
    "Judge every row, and write nothing.": "判断每一行，不写入。",
  ]
}

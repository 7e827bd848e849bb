/// What stands around the examples of a page of help, in Chinese: by the words behind `hotline`, paragraph for paragraph as in
/// the command's own English.
///
/// A page whose paragraphs are not as many any more stays English, and so does one that is not in here; a test finds both.
enum CommandProse {
  /// The paragraphs of a page in Chinese.
  ///
  /// - Parameter count: how many the English has.
  static func paragraphs(_ path: [String], count: Int) -> [String]? {
    all[path.joined(separator: " ")].flatMap { $0.count == count ? $0 : nil }
  }

  static let all = [lists, office].reduce(into: desk) { all, prose in all.merge(prose) { first, _ in first } }

  /// Of lists, campaigns, people in the book and reports.
  private static let lists: [String: [String]] = [
    "": [
      "先用随附的名单走一遍：",
      "每个命令都有示例：hotline help order list。结果写到标准输出，其余写到标准错误。第一条命令会在数据目录（HOTLINE_HOME）中建立自带的 PostgreSQL；hotline db 说明它在哪里、状态如何。--lang zh 或 HOTLINE_LANG=zh 使用中文。",
    ],
    "import check": ["--as 说明各行成为什么，`hotline import targets` 列出可选的。显示每一列的读法和前几个值，以及各行将有的结果；--diff 列出对已在册客户的变更。"],
    "import run": [
      "在终端上会显示各列的读法并询问；在别处只作说明。中途停止后再运行会接着做；做完后再运行不会新增。退出码 3 表示有行被拒绝，75 表示另一导入正在运行。--as 说明各行成为什么（`hotline import targets`）；写两次时也说明由谁办理。"
    ],
    "import show": ["BATCH 是 `import run` 和 `import list` 显示的编号，或其开头。"],
    "import undo": ["不删除任何内容：工单由后续事件收回，带来的人员移出人员册，对客户的变更恢复原值。再次导入同一文件会全部恢复。"],
    "sheet": ["按导入的方式读取 .xlsx、.xlsm 和分隔文本，不需要数据库，不写入任何内容。"],
    "sheet show": [
      "会读取整个文件。csv 的编码和分隔符是推断的：请核对前几行，不对时用 --encoding 指定。字段按常见表头识别；导入会另找自己的。",
      "写成 csv 或工作簿时，每列一行。",
    ],
    "sheet dump": [
      "每行一个对象：{\"sheet\":\"名单\",\"row\":5,\"hidden\":false,\"cells\":[\"张三\",13900000000,{\"date\":\"2024-03-01\"}]}。文字是字符串，数字是数字；日期、错误值（#REF!）和有自己格式的数字是对象；{\"noValue\":true} 是没有保存结果的公式。写成 csv 时每个单元格一行。隐藏的工作表和行也在内，并注明。",
      "写出第一行之前先检查文件是否损坏。内存不随行数增长。",
    ],
    "campaign": ["活动是一个 YAML 文件："],
    "campaign fill": [
      "每个对象注明为谁，以及据以找到的工单。被此服务限制、没有号码或已在活动中的人不列入，但计数。再做一次没有变化。--dry-run 显示会有多少。",
      "Excel 名单用 hotline import run LIST --as outreach --campaign KEY 导入。",
    ],
    "campaign assign": [
      "接收者是工作人员代码、单位，或在未登记人员时写 单位/人员。写 =30 得三十个，其余轮流平分。已有人承办的不动，除非写 --again。名单是含 no 和 to 两列的 CSV 或工作簿。"
    ],
    "campaign next": ["先是约好的，再是呼叫次数最少的，再是等得最久的。须先登记上一个的结果，才有下一个。"],
    "campaign result": ["通话中所记（hotline order note）留在工单上。最后一次尝试后放弃该对象。--again 预约下次呼叫。"],
    "campaign report": ["比率以通话的人为基数；没有通话时为 n/a。--by outcome 统计每个对象的最后结果。"],
    "campaign notify": ["通知送到 HOTLINE_WEBHOOK，或写成文件放到 spool 目录；相同的数字只通知一次。"],
    "campaign export": ["在每个对象旁填写结果（和备注），再用 hotline campaign take-back 收回。"],
    "campaign take-back": ["每一行都有交代：收入、不变（没有结果，或已登记）或退回并注明原因（退出码 3）。同一文件再收一次没有变化。"],
    "party list": ["并入他人的归在其下，除非写 --merged。"],
    "party find": ["任何写法的电话或传真号码、邮箱、客户号，或姓名中的两个字以上。列出所有共用者；已合并的归在其所并入的人之下。"],
    "party last": ["联系指为其受理的工单、回访，或就已有工单再次来电。各条件须同时满足；--limit 0 显示全部。"],
    "party history": ["之后删除的显示为空；曾有变更这一点保留。"],
    "party add": ["已有人使用的号码会被拒绝，除非用 --shared 说明共用。"],
    "party correct": [
      "kind、category、tariff、product 和 area 是代码，永久留在日志中；name、address、customer-number、preference 和 note 是文字，遗忘时删除。空值表示去掉该字段。"
    ],
    "party mark": ["blocked 和 free 涉及一项服务（流程代码），不写 --service 则涉及全部；标记可以到期自动失效。再次设置即更改；每次变更都连同时间记入历史。"],
    "party merge": ["第一个从此指向第二个：其号码找到后者，其工单和联系归在后者之下。不复制任何内容，`hotline party split` 可如未合并般撤销。"],
    "party split": ["写被合并者的编号（见 `hotline party show`），或其自己的号码。"],
    "party relate": ["关系是一个代码，说明第一个对第二个是什么；两边的卡片都会显示。"],
    "party export": [
      "姓名和号码、工单，以及关于其的每个事件、由谁何时登记：可打印或邮寄的网页（.html）、纯文本（.txt），或供程序使用（.json，含日志原文）。内容来自日志本身，已遗忘的显示为已遗忘。关于他人的内容不在内。"
    ],
    "party labels": ["一页是 A4，3 × 8 张标签，任何浏览器都能打印。清单是工作簿，供打印机自带程序使用。用同一名称再次制作是同一批人，按人员册现在的内容；之后被限制或遗忘的不再列入。"],
    "party mail": [
      "正文中的 {name} 换成人员册中的名称。信件送到 HOTLINE_WEBHOOK，每人一次并带 Idempotency-Key，或写成文件放到 spool 目录。同一命令再执行会补发未能发出的，不会重发。"
    ],
    "party forget": [
      "事件保留，其中的个人内容删除：曾有工单、何时、何种、由哪个单位承办。日志的链仍然有效。没有登记人员的工单可按工单号遗忘。",
      "再做一次没有变化，除非之后又得知了内容。",
      "不会删除 hotline 不掌握的：数据库备份，导出或导入的工作簿和名单，被拒绝的行，已送出的提醒（含工单标题）。服务器自身的文件在清理之前仍保留已删除的内容（结束时会请求清理），预写日志直到循环使用。恢复备份会带回之后遗忘的人；请另存 `hotline event list --type party.forgotten`，其中列有这些人。",
      "原因：erasure-request（本人要求）、consent-withdrawn（撤回同意）、retention-expired（保存期满）、recorded-in-error（误登）、unlawful（不合法）。不接受文字，因为会永久保留。--reference 是载有原因的案件编号。",
    ],
    "block": [
      "限制使一个号码或一人不享受一项服务（流程代码），不写 --service 则为全部。order open 会拒绝被限制的来电人，外呼活动不呼叫，邮寄不发送。不属于任何人的号码无名登记入册。每次变更都在 hotline party history 中。"
    ],
    "report list": ["随附的和本单位自定义的；版本 0.1 随 Hotline 提供，1 是本单位的第一版。"],
    "report show": ["随附的报表是自定义的好起点：修改、检查、发布。"],
    "report check": ["一个文件可含多个文档，各在一行 `---` 之后。加 --office 则与本单位已发布的一起检查；不加则不需要数据库，只认识随附的指标。"],
    "report publish": ["每个都成为其名称的下一版；文本相同则不是新版。已制作的报表不变。"],
    "report retire": ["同名的随附报表重新有效。由它制作的仍可核验。"],
    "report run": [
      "工作簿、网页和 --format json 含报表的全部表；其他形式只含一张：第一张，或 --table 指定的。日志位置和参数相同，制作的文件就相同。--to 不计入：一个月止于下月第一天。不写时间时，overdue 截至现在，monthly 针对上月。--as-known-at 按某一时刻所知作答：不含之后登记或更正的，用当时的定义。"
    ],
    "report verify": [
      "工作簿、JSON 或 HTML 报表载明制作时的日志位置、参数和定义。报表按该位置重新制作，与文件逐格比对；文件可以改过名，或由 Excel、LibreOffice 再次保存过。退出码 0：相同；1：有不同；2：无法重新制作，并说明原因；4：制作者的查看范围大于您。csv 没有地方写这些。"
    ],
    "report diff": [
      "两份都从日志重新制作。原因：late（发生在第一份的时间内，之后才登记）、correction（编辑、重开、撤销）、later（发生在第一份的时间之后）、configuration（流程、日历、分类树或单位有变）、definition（报表或指标的定义有变）、parameters（时间段或范围不同）。--events 列出变化背后的事件。没有变化时退出码为 0，否则为 1。"
    ],
    "remind run": [
      "每条规则只触发一次，不论运行几次；崩溃后消息可能再送一次，Idempotency-Key 不变。消息送到 HOTLINE_WEBHOOK，或写成文件放到 spool 目录。用于 crontab：",
      "按计划到期的报表也一并制作并送出：见 hotline report schedule。",
      "现在触发的，到时不会再触发：尚未到来的 --as-of 用于 --dry-run；确要提前做，加 --ahead-of-time。",
    ],
    "report schedule": [
      "计划写明何时（every 15m；一行 cron；first working day of the month 08:00）、哪个报表针对什么时间（previous month、previous interval），以及去向（folder、webhook、mail）。hotline remind run 和 hotline report schedule run 制作到期的。每个时点只制作并送出一次，文件保留。"
    ],
    "report schedule add": [
      "第一个时点是现在之后（或 --from 之后）的第一个。时间：previous 或 this 加 day、week、month、quarter、year，以及 previous interval；针对时点的报表即截至该时点。"
    ],
    "report schedule run": [
      "不论运行几次，一个时点只制作一次；未能送出的文件由之后的运行再送，键不变：一分钟后，再两分钟、四分钟，最长一小时。对方明确拒收三次的不再重试，也不妨碍其他。错过的时点补做最后几个，数目由计划规定。邮件需要 HOTLINE_SMTP=smtp://主机:端口 和 HOTLINE_MAIL_FROM。有待送或失败时退出码为 1。",
      "现在制作的，到时不会再制作：尚未到来的 --as-of 用于 --dry-run；确要提前做，加 --ahead-of-time。",
    ],
    "report schedule skip": ["到期而未制作的时点即被放过，在它之前到期的也一并放过。"],
    "measure": ["指标或是统计得来，或由公式从其他指标算出。新增指标无需编程："],
    "measure list": ["编号就是每张报表中数字下方所示的。"],
    "measure publish": ["发布的指标在所有报表中取代同名的随附指标：其编号会表明。"],
    "measure retire": ["有报表或其他指标需要它时会被拒绝。"],
  ]
}

/// Something that a role may allow. The raw values stand in roles and messages; they are for ever.
public enum Right: String, Sendable, Codable, CaseIterable, Comparable {
  /// Open orders.
  case orderOpen = "order.open"
  /// See orders on every list, in every count and one by one.
  case orderRead = "order.read"
  /// Do the actions of a process that name the role.
  case orderAct = "order.act"
  /// Give orders to units and people.
  case orderAssign = "order.assign"
  /// Change what was recorded of an order.
  case orderEdit = "order.edit"
  /// Link, merge and split orders.
  case orderLink = "order.link"
  /// Ask for more time, and grant it where the process names the role.
  case orderExtend = "order.extend"
  /// Write notes, attach files, set reminders.
  case orderNote = "order.note"
  /// See what stands in secret orders.
  case orderReadSecret = "order.read-secret"
  /// See the people in the book.
  case partyRead = "party.read"
  /// Enter, correct, mark, merge and split them.
  case partyEdit = "party.edit"
  /// Forget them.
  case partyForget = "party.forget"
  /// Keep the catalogue of parts.
  case partKeep = "part.keep"
  /// Write and withdraw articles of the knowledge base.
  case articleKeep = "article.keep"
  /// Publish them.
  case articlePublish = "article.publish"
  /// Take lists in.
  case importRun = "import.run"
  /// Take an import back.
  case importUndo = "import.undo"
  /// Set up campaigns, put people on them, give their work out, start and pause them.
  case campaignKeep = "campaign.keep"
  /// Run reports.
  case reportRun = "report.run"
  /// Publish reports and measures.
  case reportDefine = "report.define"
  /// Have reports made and sent by themselves.
  case reportSchedule = "report.schedule"
  /// Save views for others.
  case viewShare = "view.share"
  /// Publish processes, categories, calendars and the like.
  case definitionPublish = "definition.publish"
  /// Change the organisation tree.
  case unitEdit = "unit.edit"
  /// See who works where.
  case staffRead = "staff.read"
  /// Enter, move and retire people.
  case staffEdit = "staff.edit"
  /// Grant and revoke roles, and change what a role allows.
  case roleEdit = "role.edit"
  /// Fire reminders.
  case remindRun = "remind.run"
  /// Read the log itself.
  case eventRead = "event.read"
  /// Verify and seal the log.
  case logSeal = "log.seal"
  /// Start and stop the database, back it up, restore it.
  case databaseKeep = "database.keep"
  /// Rebuild read models.
  case projectionKeep = "projection.keep"
  /// Act in the name of others.
  case actAs = "act-as"

  /// As roles list them.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// What people call it.
  public var labels: Labels {
    switch self {
    case .orderOpen: Labels(zh: "受理工单", en: "open orders")
    case .orderRead: Labels(zh: "查看工单", en: "see orders")
    case .orderAct: Labels(zh: "办理工单", en: "work on orders")
    case .orderAssign: Labels(zh: "派单", en: "assign orders")
    case .orderEdit: Labels(zh: "修改工单", en: "edit orders")
    case .orderLink: Labels(zh: "关联、合并、拆分工单", en: "link, merge and split orders")
    case .orderExtend: Labels(zh: "延期", en: "extend due times")
    case .orderNote: Labels(zh: "备注与附件", en: "write notes, attach files")
    case .orderReadSecret: Labels(zh: "查看保密工单", en: "read secret orders")
    case .partyRead: Labels(zh: "查看客户资料", en: "see the book of people")
    case .partyEdit: Labels(zh: "修改客户资料", en: "edit the book of people")
    case .partyForget: Labels(zh: "删除个人信息", en: "forget people")
    case .partKeep: Labels(zh: "维护备件目录", en: "keep the catalogue of parts")
    case .articleKeep: Labels(zh: "撰写知识", en: "write articles")
    case .articlePublish: Labels(zh: "发布知识", en: "publish articles")
    case .importRun: Labels(zh: "导入", en: "import lists")
    case .importUndo: Labels(zh: "撤销导入", en: "undo imports")
    case .campaignKeep: Labels(zh: "管理外呼活动", en: "keep campaigns")
    case .reportRun: Labels(zh: "运行报表", en: "run reports")
    case .reportDefine: Labels(zh: "定义报表与指标", en: "define reports and measures")
    case .reportSchedule: Labels(zh: "报表定时报送", en: "schedule reports")
    case .viewShare: Labels(zh: "共享视图", en: "share views")
    case .definitionPublish: Labels(zh: "发布定义", en: "publish definitions")
    case .unitEdit: Labels(zh: "维护单位", en: "change the tree of units")
    case .staffRead: Labels(zh: "查看人员", en: "see who works where")
    case .staffEdit: Labels(zh: "维护人员", en: "change who works where")
    case .roleEdit: Labels(zh: "授予角色", en: "grant roles")
    case .remindRun: Labels(zh: "发送提醒", en: "fire reminders")
    case .eventRead: Labels(zh: "查阅日志", en: "read the log")
    case .logSeal: Labels(zh: "核验与封存日志", en: "verify and seal the log")
    case .databaseKeep: Labels(zh: "维护数据库", en: "keep the database")
    case .projectionKeep: Labels(zh: "维护读模型", en: "keep read models")
    case .actAs: Labels(zh: "代他人操作", en: "act as others")
    }
  }
}

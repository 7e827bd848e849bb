/// A part of the program that an office may switch off: its commands then refuse, for everybody.
public enum OfficeFunction: String, Sendable, Codable, CaseIterable {
  /// Taking lists in.
  case imports
  /// Outbound campaigns.
  case campaigns
  /// Firing reminders.
  case reminders
  /// Reports and their workbooks.
  case reports
  /// Official letters from templates.
  case letters
  /// The live board in a terminal.
  case top
  /// Full-text search.
  case search
  /// Saved views.
  case views
  /// Merging and splitting orders.
  case merging
  /// Extending due times.
  case extensions
  /// Files at orders.
  case files
  /// Marks on people: VIP, blocked, free of charge.
  case marks
  /// Forgetting people.
  case forgetting
  /// Personal calendars.
  case agenda

  /// What people call it.
  public var labels: Labels {
    switch self {
    case .imports: Labels(zh: "导入", en: "imports")
    case .campaigns: Labels(zh: "外呼活动", en: "campaigns")
    case .reminders: Labels(zh: "提醒", en: "reminders")
    case .reports: Labels(zh: "报表", en: "reports")
    case .letters: Labels(zh: "公函", en: "letters")
    case .top: Labels(zh: "实时看板", en: "the live board")
    case .search: Labels(zh: "全文检索", en: "full-text search")
    case .views: Labels(zh: "保存的视图", en: "saved views")
    case .merging: Labels(zh: "合并与拆分", en: "merging and splitting")
    case .extensions: Labels(zh: "延期", en: "extensions")
    case .files: Labels(zh: "附件", en: "files")
    case .marks: Labels(zh: "客户标记", en: "marks on people")
    case .forgetting: Labels(zh: "删除个人信息", en: "forgetting people")
    case .agenda: Labels(zh: "个人日历", en: "personal calendars")
    }
  }
}

/// Which functions are switched off, as data: `functions: office` with `disabled: [letters, top]`.
public struct OfficeFunctions: Sendable, Equatable {
  /// Those that are off.
  public private(set) var off: Set<OfficeFunction> = []

  /// All on.
  public init(off: Set<OfficeFunction> = []) { self.off = off }

  /// Whether it may be used.
  public func isOn(_ function: OfficeFunction) -> Bool { !off.contains(function) }

  /// As YAML, to be changed and published again.
  public var yaml: String {
    let keys = off.map(\.rawValue).sorted()
    return "functions: office\ndisabled: [\(keys.joined(separator: ", "))]\n"
  }

  /// From its published form; functions that this program does not know are passed over.
  public init(stored yaml: String) {
    guard let source = try? YAMLSource(yaml) else { return }
    var reader = YAMLReader(source)
    guard let fields = reader.fields(of: source.root, known: ["functions", "disabled"]), let place = fields["disabled"]
    else {
      return
    }
    off = Set(reader.items(of: place).compactMap { reader.text($0).flatMap(OfficeFunction.init) })
  }
}

import Domain
import FoundationEssentials
import Projections

/// The values of a dimension: what a stored code counts as, in which order they stand, how they read.
struct DimensionScale {
  let dimension: ReportDimension
  /// What stands above them.
  let heading: Words
  /// All there are, in their order; of an open dimension those that have an order.
  let all: [String]
  private let places: [String: Int]
  /// What a stored code counts as.
  private let map: @Sendable (String?) -> String?
  private let words: @Sendable (String?) -> ReportValue
  /// By process: what its own words are for a code that others have other words for.
  var ofProcesses: [String: [String: ReportValue]] = [:]

  init(
    _ dimension: ReportDimension, heading: Words? = nil, all: [String] = [], order: [String]? = nil,
    map: @escaping @Sendable (String?) -> String? = { $0 }, words: @escaping @Sendable (String?) -> ReportValue
  ) {
    self.dimension = dimension
    self.heading = heading ?? dimension.heading
    self.all = all
    places = Dictionary((order ?? all).enumerated().map { ($1, $0) }) { first, _ in first }
    self.map = map
    self.words = words
  }

  /// What a stored code counts as.
  func key(_ code: String?) -> String? { map(code) }

  /// How it reads; of what is of one process in its words.
  func value(_ key: String?, of process: String? = nil) -> ReportValue {
    if let key, let process, let own = ofProcesses[process]?[key] { return own }
    return words(key)
  }

  /// Known ones in their order, then the others by code, what has none last.
  func isBefore(_ a: String?, _ b: String?) -> Bool {
    func rank(_ key: String?) -> (Int, Int, String) {
      guard let key else { return (2, 0, "") }
      return places[key].map { (0, $0, "") } ?? (1, 0, key)
    }
    return rank(a) < rank(b)
  }
}

extension ReportDimension {
  /// What stands above its values; of a field of a form its name, until the process says what it is called.
  var heading: Words {
    switch self {
    case .field(let field): field.heading
    case .level(.category, 1): Words(zh: "主题", en: "Topic")
    case .level(.category, let level): Words(zh: "类别（\(level) 级）", en: "Category, level \(level)")
    case .level(_, let level): Words(zh: "单位（\(level) 级）", en: "Unit, level \(level)")
    case .bucket(.age): Words(zh: "历时", en: "Age")
    case .bucket(.wait): Words(zh: "等待时长", en: "Wait")
    case .bucket: Words(zh: "逾期时长", en: "Lateness")
    case .time(let time):
      switch time {
      case .day: Words(zh: "日期", en: "Day")
      case .week: Words(zh: "周", en: "Week")
      case .month: Words(zh: "月份", en: "Month")
      case .quarter: Words(zh: "季度", en: "Quarter")
      case .year: Words(zh: "年份", en: "Year")
      case .hour: Words(zh: "时段", en: "Hour")
      case .weekday: Words(zh: "星期", en: "Weekday")
      case .workingDay: Words(zh: "日别", en: "Kind of day")
      }
    }
  }
}

extension FactField {
  /// What people call it, and how they ask for it where that is another word: `类别（category）`.
  var asked: Words { Words(zh: isOfForm ? name : "\(heading.zh)（\(name)）", en: name) }

  /// Whether it is a field of a form, which the office named.
  var isOfForm: Bool { if case .form = self { true } else { false } }

  var heading: Words {
    switch self {
    case .process: Words(zh: "流程", en: "Process")
    case .state: Words(zh: "状态", en: "State")
    case .kind: Words(zh: "含义", en: "Meaning")
    case .stage: Words(zh: "阶段", en: "Stage")
    case .category: Words(zh: "类别", en: "Category")
    case .unit: Words(zh: "单位", en: "Unit")
    case .person: Words(zh: "承办人", en: "Person")
    case .recorder: Words(zh: "工号", en: "Operator")
    case .intake: Words(zh: "受理单位", en: "Taken in by")
    case .channel: Words(zh: "渠道", en: "Channel")
    case .area: Words(zh: "区域", en: "Area")
    case .campaign: Words(zh: "外呼任务", en: "Campaign")
    case .priority: Words(zh: "紧急程度", en: "Priority")
    case .relation: Words(zh: "关系", en: "Relation")
    case .partyClass: Words(zh: "客户级别", en: "Class")
    case .partyKind: Words(zh: "客户类型", en: "Kind of party")
    case .region: Words(zh: "地区", en: "Region")
    case .verdict: Words(zh: "时效", en: "Timeliness")
    case .form(let field): Words(field)
    case .step: Words(zh: "环节", en: "Step")
    case .actor: Words(zh: "操作人", en: "By")
    case .detail: Words(zh: "内容", en: "Detail")
    case .item: Words(zh: "编码", en: "Item")
    case .field: Words(zh: "项目", en: "Field")
    case .answer: Words(zh: "选项", en: "Answer")
    case .outcome: Words(zh: "结果", en: "Outcome")
    case .reason: Words(zh: "原因", en: "Reason")
    case .target: Words(zh: "导入为", en: "Imported as")
    case .imported: Words(zh: "导入", en: "Import")
    case .batch: Words(zh: "导入批次", en: "Batch")
    case .file: Words(zh: "文件", en: "File")
    case .queue: Words(zh: "队列", en: "Queue")
    case .ended: Words(zh: "通话结果", en: "Left the queue")
    }
  }
}

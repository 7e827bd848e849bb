import Domain
import Projections

/// Why a report is not made. Every case is the asker's to mend.
public enum ReportError: Error, Sendable, Equatable {
  /// There is no report of this name.
  case noSuchReport(String, known: [String])
  /// The report has no table of this name.
  case noSuchSheet(String, known: [String])
  /// The report is about an instant, and a period was given, or the other way round.
  case wrongTimeFrame(report: String, needs: ReportDefinition.TimeFrame)
  /// The period's end is not after its beginning.
  case emptyPeriod
  /// The period begins after the present.
  case notBegun(String)
  /// The period has more days than a table by day can show.
  case periodTooLong(dayLimit: Int)
  /// No process of this name is published.
  case noSuchProcess(String, known: [String])
  /// No order was ever with a unit of this code.
  case noSuchUnit(String, known: [String])
  /// The unit was set up after the time of the report, and no order was ever with it.
  case unitNotYet(String)
  /// A field never has this value.
  case noSuchValue(FactField, String, known: [String], list: String?)
  /// No form has this field.
  case noSuchFormField(String, known: [String])
  /// What is written is no condition.
  case noCondition(String)
  /// Nothing that the report counts has this field.
  case conditionOfNothing(FactField, report: String)
  /// There is no such field.
  case noSuchField(String)
  /// What stands is asked for at too many instants.
  case tooManyInstants(table: String, limit: Int)
  /// Somebody keeps bringing on one of the read models and not the others.
  case modelsApart
  /// The other period is not over.
  case comparedNotOver(String)
  /// The other period is empty, or there is none.
  case nothingToCompare
  /// A report written in Swift was asked for conditions, a comparison, a depth or the orders behind its figures.
  case takesNoConditions(String)
  /// The report counts calls, and none was ever recorded.
  case noCalls(String)
  /// The board has not been brought up to date since it was last thrown away.
  case boardMissing
}

extension ReportError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String { words.en }

  /// One sentence in both languages: the thing, the reason, the way out.
  public var words: Words {
    switch self {
    case .noSuchReport(let key, let known):
      Self.unknown("没有报表 \(key)", "there is no report \(key)", key, known)
    case .noSuchSheet(let key, let known):
      Self.unknown("报表没有名为 \(key) 的表", "the report has no table \(key)", key, known)
    case .wrongTimeFrame(let report, .instant):
      Words(
        zh: "报表 \(report) 针对某一时刻；请用 --as-of，不要用 --from 和 --to",
        en: "the report \(report) is about one instant; use --as-of instead of --from and --to")
    case .wrongTimeFrame(let report, .period):
      Words(
        zh: "报表 \(report) 针对一段时间；请用 --from 和 --to，不要用 --as-of",
        en: "the report \(report) is about a period; use --from and --to instead of --as-of")
    case .emptyPeriod:
      Words(
        zh: "时间段为空：--to 必须晚于 --from，且 --to 本身不计入；例如三月份写 --from 2026-03-01 --to 2026-04-01",
        en:
          "the period is empty: --to must be after --from, and is not counted itself; March is --from 2026-03-01 --to 2026-04-01"
      )
    case .notBegun(let from):
      Words(
        zh: "时间段自 \(from) 起，尚未开始，无可统计；请换一个已开始的时间段",
        en: "the period begins at \(from), which has not come yet; ask for one that has begun")
    case .periodTooLong(let limit):
      Words(zh: "时间段太长：最多 \(limit) 天；请分段制作", en: "the period has more than \(limit) days; split it")
    case .noSuchProcess(let key, let known):
      Self.unknown("没有流程 \(key)", "there is no process \(key)", key, known)
    case .unitNotYet(let code):
      Words(
        zh: "单位 \(code) 在报表时间之后才设立，也没有工单归过它；请换一个时间或单位",
        en:
          "the unit \(code) was set up after the time of the report, and no order was ever with it; ask for a later time, or another unit"
      )
    case .noSuchUnit(let code, let known) where known.isEmpty:
      Words(
        zh: "没有工单归过单位 \(code)；目前没有单位有工单，用 hotline unit tree 查看单位",
        en: "no order was ever with the unit \(code), nor with any other yet; hotline unit tree lists the units")
    case .noSuchUnit(let code, let known):
      Words(
        zh: "没有工单归过单位 \(code)；有工单的单位：\(Self.some(known, "、"))",
        en: "no order was ever with the unit \(code); units with orders: \(Self.some(known, ", "))")
    case .noSuchValue(let field, let value, let known, let list):
      Self.unknown(
        field.isOfForm ? "字段 \(field.heading.zh) 没有值 \(value)" : "没有\(field.heading.zh) \(value)",
        field.isOfForm ? "the field \(field.heading.en) has no value \(value)" : "there is no \(field.name) \(value)",
        value, known, list: list)
    case .noSuchFormField(let name, let known):
      Self.unknown("没有表单有字段 \(name)", "no form has a field \(name)", name, known)
    case .noCondition(let text):
      Words(
        zh: "“\(text)”不是条件；请写成 字段=值，例如 --where category=water、--where channel=phone,web、--where process!=urge",
        en:
          "`\(text)` is no condition; write FIELD=VALUE, as --where category=water, --where channel=phone,web, --where process!=urge"
      )
    case .noSuchField(let name):
      Self.unknown("没有字段 \(name)", "there is no field \(name)", name, Self.fields)
    case .tooManyInstants(let table, let limit):
      Words(
        zh: "表 \(table) 的存量指标要在超过 \(limit) 个时刻计算；请缩短时间段，或按月统计",
        en: "the table \(table) asks what stood at more than \(limit) instants; shorten the period, or count by month")
    case .modelsApart:
      Words(
        zh: "报表所用的各读模型不在同一日志位置；请再试一次", en: "what the report is read from is not at one position of the log; try again")
    case .takesNoConditions(let key):
      Words(
        zh: "报表 \(key) 不支持 --where、--compare、--depth、--orders；请用 --process 和 --unit，或改用 operation、timeliness 等报表",
        en:
          "the report \(key) takes no --where, --compare, --depth and --orders; use --process and --unit, or a report such as operation or timeliness"
      )
    case .comparedNotOver(let to):
      Words(
        zh: "所比较的时期到 \(to) 才结束，现在比较会失实；请换一个已结束的，例如 --compare 2025-01-01..2025-02-01",
        en:
          "the period to compare with is not over before \(to), so it would not tell the truth; take one that is over, as --compare 2025-01-01..2025-02-01"
      )
    case .conditionOfNothing(let field, let report):
      Words(
        zh: "报表 \(report) 统计的内容都没有\(field.asked.zh)；请去掉该条件，或换一个统计它的报表（hotline report list）",
        en:
          "the report \(report) counts nothing that has the field \(field.name); leave the condition out, or take a report that counts by it (hotline report list)"
      )
    case .nothingToCompare:
      Words(
        zh: "没有可比较的时期；请换一个 --compare，例如 2025-01-01..2025-02-01",
        en: "there is no period to compare with; use another --compare, as 2025-01-01..2025-02-01")
    case .noCalls(let key):
      Words(
        zh: "还没有任何通话记录：报表 \(key) 统计通话，而电话部分尚未接入；工单统计请用 volume 等报表",
        en:
          "no calls are recorded yet: the report \(key) counts calls, and telephony is not there; reports of orders, such as volume, can be run"
      )
    case .boardMissing:
      Words(
        zh: "工单看板尚未建立；请运行 hotline projection rebuild order-board",
        en: "the order board is not built; run hotline projection rebuild order-board")
    }
  }

  /// Those of orders first: the list may be cut.
  private static let fields =
    FactField.names.filter { FactField($0)?.isKnown(of: .orders) == true } + ["form.FIELD"]
    + FactField.names.filter { FactField($0)?.isKnown(of: .orders) != true }

  private static func unknown(
    _ zh: String, _ en: String, _ typed: String, _ known: [String], list: String? = nil
  ) -> Words {
    let way = Spelling.instead(of: typed, in: known, list: list) ?? ("目前一个也没有", "there are none yet")
    return Words(zh: "\(zh)；\(way.zh)", en: "\(en); \(way.en)")
  }

  private static func some(_ names: [String], _ separator: String) -> String {
    names.prefix(25).joined(separator: separator) + (names.count > 25 ? " …" : "")
  }
}

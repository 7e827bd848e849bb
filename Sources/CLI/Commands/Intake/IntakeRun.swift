import ArgumentParser
import BackOffice
import Domain
import Foundation

/// Orders from a file or from standard input, each for itself: one that is refused holds up none of the others.
struct IntakeRun {
  private let file: String
  private let refuses: Bool
  private let within: Int
  private let change: ChangeOptions

  init(file: String, refuses: Bool, _ within: Int, _ change: ChangeOptions) {
    self.file = file
    self.refuses = refuses
    self.within = within
    self.change = change
  }

  private static let columns = [
    ListColumn("item", Text(zh: "第几个", en: "item"), .integer),
    ListColumn("outcome", Text(zh: "结果", en: "outcome")),
    ListColumn("no", Text(zh: "工单号", en: "order"), .code),
    ListColumn("unit", Text(zh: "单位", en: "unit"), .code, priority: 2),
    ListColumn("party", Text(zh: "人员编号", en: "caller"), .code, priority: 4),
    ListColumn("free", Text(zh: "免费", en: "free"), .flag, priority: 5),
    ListColumn("similar", Text(zh: "可能相同的工单", en: "may be"), .json, priority: 3),
    ListColumn("problem", Text(zh: "原因", en: "why not"), priority: 1),
  ]

  /// - Throws: ``ExitStatus/rejectedRows`` where some were refused, when all is told.
  func run() async throws {
    let workplace = Workplace(change.output)
    let items = try IntakeItem.items(of: file == "-" ? try Self.input() : SmallFile.text(file), called: file)
    try await workplace.sitting { session in
      let zone = change.output.zone(office: try await session.definitions().calendar.timeZone)
      let listing = try Listing(
        title: Text(zh: "读入", en: "items read"), columns: Self.columns, options: change.output,
        console: workplace.console, zone: zone)
      var counts: [Outcome: Int] = [:]
      for (index, item) in items.enumerated() {
        let result = try await take(item, session, workplace, zone)
        counts[result.outcome, default: 0] += 1
        try listing.append(result.row(index + 1, change.output.isForPeople ? workplace.console.language : nil))
      }
      try listing.finish()
      say(counts, workplace.console)
      if change.isRehearsal {
        workplace.console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
      }
      if counts[.refused] != nil { throw ExitStatus.rejectedRows }
    }
  }

  /// What became of an item.
  private enum Outcome: String, CaseIterable {
    case opened, appended, refused

    var words: Text {
      switch self {
      case .opened: Text(zh: "受理", en: "opened")
      case .appended: Text(zh: "并入", en: "appended")
      case .refused: Text(zh: "拒绝", en: "refused")
      }
    }
  }

  /// How many were opened, and how many were not: the items read are no orders taken in.
  private func say(_ counts: [Outcome: Int], _ console: Console) {
    let parts = Outcome.allCases.compactMap { outcome in counts[outcome].map { (outcome.words, $0) } }
    guard !parts.isEmpty else { return }
    console.say(
      Text(
        zh: parts.map { "\($0.0.zh) \($0.1)" }.joined(separator: "，"),
        en: parts.map { "\($0.1) \($0.0.en)" }.joined(separator: ", ")))
  }

  private struct Result {
    var outcome: Outcome
    var no: OrderNumber?
    var unit: UnitKey?
    var party: PartyID?
    var isFree = false
    var similar: [OrderNumber] = []
    var problem: String?

    /// - Parameter language: of a person who reads it.
    func row(_ item: Int, _ language: Language?) -> [Value] {
      [
        .integer(item), .text(language.map { outcome.words($0) } ?? outcome.rawValue), .code(no?.description),
        .code(unit?.rawValue), .code(party?.description),
        .flag(isFree), .json(jsonArray(similar.map(\.description))), .text(problem),
      ]
    }
  }

  private func take(
    _ item: IntakeItem, _ session: Session, _ workplace: Workplace, _ zone: TimeZone
  ) async throws -> Result {
    var result = Result(outcome: .refused)
    do {
      let new = try item.order(in: zone, workplace)
      if let no = item.appendTo {
        let outcome = try await session.reportAgain(new, on: no, at: workplace.now, isRehearsal: change.isRehearsal)
        result.outcome = .appended
        result.no = outcome.no
        return result
      }
      let findings = try await session.findings(for: new, within: within, at: workplace.now)
      result.party = findings.caller.party
      result.isFree = findings.caller.isFree(new.process)
      result.similar = findings.similar.map(\.no)
      if refuses, let first = findings.similar.first { throw IntakeWords.similar(first, findings.similar.count) }
      let outcome = try await session.open(new, at: workplace.now, isRehearsal: change.isRehearsal)
      result.outcome = .opened
      result.no = outcome.no
      result.unit = outcome.main
    } catch let error as OfficeError {
      result.problem = Self.words(Explanation.of(error, zone: zone), workplace.console.language)
    } catch let error as ContentError {
      result.problem = Self.words(Explanation.of(error), workplace.console.language)
    } catch let failure as Failure {
      result.problem = failure.message(workplace.console.language)
    }
    return result
  }

  private static func words(_ error: any Error, _ language: Language) -> String {
    (error as? Failure)?.message(language) ?? "\(error)"
  }

  private static func input() throws -> String {
    do {
      return String(decoding: try FileHandle.standardInput.readToEnd() ?? Data(), as: UTF8.self)
    } catch {
      throw Failure(Text(zh: "无法读取标准输入：\(error)", en: "standard input cannot be read: \(error)"))
    }
  }
}

import ArgumentParser
import BackOffice
import Domain
import Foundation

extension CampaignCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Write the open targets as a workbook to call by, with a list of results to choose from.",
      discussion: """
        Fill in the result (and a note) beside each target, and take the file back with hotline campaign take-back.

        Examples:
          hotline campaign export spring -o list.xlsx
          hotline campaign export spring --staff chen -o chen.xlsx
        """)
    @Argument(help: "The campaign.") var key: String
    @Option(help: "Only the targets of this member of staff.") var staff: String?
    @Option(help: "Only the targets of this unit.") var unit: String?
    @Option(
      name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The workbook to write.", valueName: "file"),
      completion: .file(extensions: ["xlsx"]))
    var file: String
    @Flag(name: .customLong("force"), help: "Replace a file that is there.") var replaces = false
    @OptionGroup var speech: SpeechOptions

    func validate() throws {
      guard file.lowercased().hasSuffix(".xlsx") else {
        throw ValidationError("'\(file)': a work list is a workbook; end the name in .xlsx")
      }
    }

    func run() async throws {
      let workplace = Workplace(speech)
      guard replaces || !FileManager.default.fileExists(atPath: file) else {
        throw Failure(
          .usage,
          Text(
            zh: "\(file) 已经存在，里面可能有填好的结果；请另取文件名，或用 --force 覆盖",
            en: "\(file) is there already, perhaps with results in it; name another file, or replace it with --force"))
      }
      try await workplace.sitting { session in
        let (rows, passedOver) = try await session.exportTargets(
          of: CampaignKey(rawValue: key), to: file, staff: staff, unit: unit.flatMap { UnitKey($0) },
          inChinese: workplace.console.language == .zh, at: workplace.now)
        workplace.console.say(Text(zh: "\(file)：\(rows) 个对象", en: "\(file): \(counted(rows, "target", "targets"))"))
        for (reason, count) in passedOver.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
          workplace.console.say(
            Text(zh: "未列入 \(count)：\(reason.words.zh)", en: "left out \(count): \(reason.words.en)"))
        }
      }
    }
  }

  struct TakeBack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "take-back",
      abstract: "Take the results back that somebody filled in on a work list.",
      discussion: """
        Every row is accounted for: accepted, unchanged (no result, or one that is in already) or rejected with the reason (exit \
        status 3). The same file once more changes nothing.

        Examples:
          hotline campaign take-back spring list.xlsx --dry-run
          hotline campaign take-back spring list.xlsx
        """)
    @Argument(help: "The campaign.") var key: String
    @Argument(help: "The workbook or CSV.", completion: .file(extensions: ["xlsx", "csv"])) var file: String
    @Flag(name: .customLong("dry-run"), help: "Judge every row, and write nothing.") var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let rows = try await session.takeBack(
          file, for: CampaignKey(rawValue: key), at: workplace.now, isRehearsal: isRehearsal)
        let language = workplace.console.language
        let listing = try Listing(
          title: Text(zh: "行", en: "rows"),
          columns: [
            ListColumn("row", Text(zh: "行", en: "row"), .integer), ListColumn("no", Text(zh: "工单号", en: "no"), .code),
            ListColumn("verdict", Text(zh: "处理", en: "verdict")),
            ListColumn("code", Text(zh: "代码", en: "code"), priority: 2),
            ListColumn("reason", Text(zh: "原因", en: "reason")),
          ], options: output, console: workplace.console, zone: zone, foldsRest: true)
        var counts: [TakenRow.Verdict: Int] = [:]
        for row in rows {
          counts[row.verdict, default: 0] += 1
          try listing.append([
            .integer(row.row), .code(row.no),
            .text(output.isForPeople ? row.verdict.words(language) : row.verdict.rawValue), .text(row.reason?.code),
            .text(row.reason?.words(zone)(language)),
          ])
        }
        try listing.finish()
        let (accepted, unchanged, rejected) = (
          counts[.accepted, default: 0], counts[.unchanged, default: 0], counts[.rejected, default: 0]
        )
        workplace.console.say(
          Text(
            zh: "\(rows.count) 行：收入 \(accepted)，不变 \(unchanged)，退回 \(rejected)",
            en:
              "\(counted(rows.count, "row", "rows")): \(accepted) accepted, \(unchanged) unchanged, \(rejected) rejected"
          ))
        if isRehearsal {
          workplace.console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
        }
        if rejected > 0 { throw ExitStatus.rejectedRows }
      }
    }
  }
}

extension TakenRow.Verdict {
  /// For people; programs have the code.
  fileprivate var words: Text {
    switch self {
    case .accepted: Text(zh: "收入", en: "accepted")
    case .unchanged: Text(zh: "不变", en: "unchanged")
    case .rejected: Text(zh: "退回", en: "rejected")
    }
  }
}

extension NamedOutcome {
  /// The key, and behind it what people call it.
  func words(_ language: Language) -> String {
    guard let label = labels?(language) else { return action.rawValue }
    return language == .zh ? "\(action)（\(label)）" : "\(action) (\(label))"
  }
}

extension TakenRow.Reason {
  /// For scripts.
  var code: String {
    switch self {
    case .unknownOrder: "unknown-order"
    case .otherCampaign: "other-campaign"
    case .noOutcome: "no-outcome"
    case .noSuchOutcome: "no-such-outcome"
    case .noAttempts: "no-attempts"
    case .doneSince: "done-since"
    case .twiceInList: "twice-in-list"
    case .refused: "refused"
    }
  }

  /// For people.
  func words(_ zone: TimeZone) -> Text {
    switch self {
    case .unknownOrder: Text(zh: "没有这个工单号", en: "no order has this number")
    case .otherCampaign: Text(zh: "工单不属于此活动", en: "the order is not of this campaign")
    case .noOutcome: Text(zh: "有备注但没有结果，请选择结果", en: "there is a note and no result; choose one")
    case .noSuchOutcome(let known):
      Text(
        zh: "没有这种结果；可选 \(known.map { $0.words(.zh) }.joined(separator: "、"))",
        en: "no such result; there are \(known.map { $0.words(.en) }.joined(separator: ", "))")
    case .noAttempts:
      Text(
        zh: "“已呼叫次数”是空的或不是数字；按导出时的数字填回",
        en: "the number of attempts is empty or no number; put back what the list went out with")
    case .doneSince: Text(zh: "导出之后已登记过结果", en: "a result was recorded after the list went out")
    case .twiceInList(let row):
      Text(
        zh: "第 \(row) 行已有该对象的结果；只保留一行", en: "row \(row) has a result for the same target; keep one of them")
    case .refused(let error):
      (Explanation.of(error, zone: zone) as? Failure)?.message ?? Text("\(error)")
    }
  }
}

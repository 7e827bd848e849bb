import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension OrderCommand {
  struct Todo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "todo",
      abstract: "What you have to do: orders in your hands, and those whose step is your post's. Next due first.",
      discussion: """
        A step belongs to the roles whose action takes the order on. Cancelling and reopening are nobody's step; a ruling \
        only is one once a unit gave the order back.

        Examples:
          hotline order todo
          hotline order todo --unit repairs
          hotline order todo --role approver --limit 20 --format json
        """)
    @Option(help: "Whose; you where nothing is said.") var of: String?
    @Option(name: .customLong("role"), help: "Only steps of this role; may be given again.") var roles: [String] = []
    @OptionGroup var filter: BoardFilter
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        var query = filter.query(in: zone, now: workplace.now, for: session, definitions)
        query.limit = limit
        try await session.catchUpShowingProgress(filter.models, console)
        let asked = roles.isEmpty ? nil : Set(roles.map { RoleKey(rawValue: $0) })
        let rows = try await session.todo(of: of ?? session.actor, roles: asked, query)
        let words = BoardWords(
          definitions, output, console.language,
          keys: [.no, .process, .title, .state, .unit, .staff, .priority, .openedAt, .dueAt, .overdue])
        let listing = try Listing(
          title: Text(zh: "待办", en: "things to do"),
          columns: words.columns + [ListColumn("actions", Text(zh: "可办", en: "possible"), priority: 3)],
          options: output, console: console, zone: zone)
        for row in rows {
          let process = definitions.process(row.process, version: row.processVersion)
          let place = OrderPlace(
            main: row.unit.flatMap { UnitKey($0) }, intake: row.intake.flatMap { UnitKey($0) })
          let actions = (process?.actions(from: row.state) ?? []).filter { action in
            let isPersons = asked.map { !$0.isDisjoint(with: action.by) } ?? !action.by.allSatisfy { $0 == "system" }
            return isPersons && session.access.mayAct(as: action.by, on: place)
          }
          try listing.append(words.row(row) + [.text(actions.map(\.key.rawValue).joined(separator: " "))])
        }
        try listing.finish()
      }
    }
  }

  struct Supervise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "supervise",
      abstract: "What everybody of a unit and below did, does and will do, and with which result.",
      discussion: """
        Did: finished since --from, on time or late. Does: open. Will do: open, to begin later. --list names the orders.

        Examples:
          hotline order supervise --unit repairs
          hotline order supervise --unit repairs --from -30d --list
          hotline order supervise --staff chen --list --format json
        """)
    @OptionGroup var filter: BoardFilter
    @Option(parsing: .unconditional, help: "What was done counts from this instant on.") var from: InstantArgument?
    @Flag(name: .customLong("list"), help: "The orders, one by one.") var isList = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        let query = filter.query(in: zone, now: workplace.now, for: session, definitions)
        let from = from?.date(in: zone, now: workplace.now) ?? workplace.now.addingTimeInterval(-7 * 86_400)
        try await session.catchUpShowingProgress(filter.models, console)
        var clock = WallClock(zone: zone)
        let since = clock.text(from, .minute)
        let note = Text(zh: "完成的自 \(since) 起", en: "done since \(since)")(console.language)
        if isList {
          let words = BoardWords(
            definitions, output, console.language,
            keys: [.unit, .staff, .no, .title, .state, .beginsAt, .dueAt, .finishedAt, .overdue])
          let listing = try Listing(
            title: Text(zh: "工单", en: "orders"),
            columns: [
              ListColumn("time", Text(zh: "时段", en: "when")), ListColumn("result", Text(zh: "结果", en: "result")),
            ] + words.columns.shifted(by: 2), options: output, console: console, zone: zone, notes: [note])
          for row in try await session.work(query, from: from) {
            let (time, result) = WorkWords.of(row, asOf: query.asOf)
            try listing.append(
              [
                .text(output.isForPeople ? time.words(console.language) : time.code),
                .text(output.isForPeople ? result.words(console.language) : result.code),
              ] + words.row(row))
          }
          return try listing.finish()
        }
        let listing = try Listing(
          title: Text(zh: "人员", en: "people"), columns: Self.columns, options: output, console: console, zone: zone,
          notes: [note])
        for line in try await session.people(query, from: from) {
          try listing.append([
            .text(line.unit), .text(line.staff), .integer(line.did), .integer(line.onTime), .integer(line.late),
            .integer(line.does), .integer(line.overdue), .integer(line.willDo), .instant(line.nextDue),
          ])
        }
        try listing.finish()
      }
    }

    private static let columns = [
      ListColumn("unit", Text(zh: "单位", en: "unit")), ListColumn("staff", Text(zh: "人员", en: "person")),
      ListColumn("did", Text(zh: "已办", en: "did"), .integer),
      ListColumn("onTime", Text(zh: "按时", en: "on time"), .integer),
      ListColumn("late", Text(zh: "超时", en: "late"), .integer),
      ListColumn("does", Text(zh: "在办", en: "does"), .integer),
      ListColumn(
        "overdue", Text(zh: "逾期", en: "overdue"), .integer,
        style: { row in if case .integer(let count) = row[6], count > 0 { .overdue } else { nil } }),
      ListColumn("willDo", Text(zh: "待开始", en: "will do"), .integer),
      ListColumn("nextDue", Text(zh: "最近期限", en: "next due"), .instant, priority: 1),
    ]
  }
}

/// When an order is, or was, somebody's work, and with which result.
struct WorkWords {
  let code: String
  let words: Text

  static func of(_ row: BoardRow, asOf now: Date) -> (time: WorkWords, result: WorkWords) {
    if row.kind == .open {
      let time =
        row.beginsAt > now
        ? WorkWords(code: "will", words: Text(zh: "将办", en: "will do"))
        : WorkWords(code: "does", words: Text(zh: "在办", en: "does"))
      return (
        time,
        row.isOverdue
          ? WorkWords(code: "overdue", words: Text(zh: "逾期", en: "overdue"))
          : WorkWords(code: "open", words: Text(zh: "未办结", en: "open"))
      )
    }
    let did = WorkWords(code: "did", words: Text(zh: "已办", en: "did"))
    if row.kind == .cancelled { return (did, WorkWords(code: "cancelled", words: Text(zh: "已取消", en: "cancelled"))) }
    guard let due = row.dueAt, let finished = row.finishedAt, finished > due else {
      return (did, WorkWords(code: "on-time", words: Text(zh: "按时", en: "on time")))
    }
    return (did, WorkWords(code: "late", words: Text(zh: "超时", en: "late")))
  }
}

extension [ListColumn] {
  /// The same columns, behind so many others: their looks ask for places in the row.
  func shifted(by count: Int) -> [ListColumn] {
    map { column in
      guard let style = column.style else { return column }
      return ListColumn(
        column.key, column.heading, column.kind, priority: column.priority, alignment: column.alignment,
        style: { style(Array<Value>($0.dropFirst(count))) }, marks: column.marks)
    }
  }
}

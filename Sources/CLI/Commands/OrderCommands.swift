import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline order …`: the dispatcher's commands.
struct OrderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order", abstract: "List orders, look into one, open and move them.",
    subcommands: [
      List.self, Count.self, Show.self, History.self, Why.self, Open.self, Act.self, Assign.self, Assist.self,
      Merge.self, Unmerge.self, Split.self, Link.self, Unlink.self, Edit.self, Reclassify.self, AddNote.self,
      Repeat.self, Line.self, Extend.self, ApproveExtension.self, Reminder.self, Undo.self,
    ])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List orders, now or as of any instant.",
      discussion: """
        Overdue as of T: opened at or before T, due before T, and not finished at or before T. The past is answered from \
        what was recorded, the future as if nothing moved.

        Examples:
          hotline order list --overdue --limit 50
          hotline order list --overdue --unit PWDx --as-of 2015-04-01
          hotline order list --campaign spring --state no-answer -o targets.xlsx
          hotline order list --sort due --desc --format ndjson
        """)
    @Flag(help: "Only overdue orders, the longest overdue first.") var overdue = false
    @OptionGroup var filter: BoardFilter
    @Option(help: "At most so many.") var limit: Int?
    @Option(help: "Sort by no, key, process, category, state, unit, opened, due or finished.") var sort:
      BoardQuery.Sort?
    @Flag(name: .customLong("desc"), help: "The largest first.") var isDescending = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        var query = filter.query(in: zone, now: workplace.now)
        query.overdueOnly = overdue
        query.sort = sort ?? (overdue ? .due : .no)
        query.isDescending = isDescending
        query.limit = limit
        try await session.catchUpShowingProgress([OrderBoard()], workplace.console)
        let words = BoardWords(definitions, output, workplace.console.language)
        let asked = query
        let (options, console) = (output, workplace.console)
        let title = overdue ? Text(zh: "逾期工单", en: "overdue orders") : Text(zh: "工单", en: "orders")
        var clock = WallClock(zone: zone)
        let note = Text(
          zh: "截至 \(clock.text(query.asOf, .minute))（\(zone.identifier)）",
          en: "as of \(clock.text(query.asOf, .minute)) \(zone.identifier)")(console.language)
        let count = try await session.connection.run { connection in
          let listing = try Listing(
            title: title, columns: BoardWords.columns, options: options, console: console, zone: zone, notes: [note])
          try OrderBoard.list(asked, on: connection) { row in try listing.append(words.row(row)) }
          try listing.finish()
          return listing.count
        }
        if count == 0, let unit = filter.unit { try await hintAtUnits(unit, session, console) }
      }
    }

    private func hintAtUnits(_ unit: String, _ session: Session, _ console: Console) async throws {
      let units = try await session.connection.run { try OrderBoard.units(on: $0) }
      guard !units.contains(unit), !units.isEmpty else { return }
      console.say(
        Text(
          zh: "没有单位 \(unit)；有工单的单位：\(units.joined(separator: "、"))",
          en: "there is no unit \(unit); units with orders: \(units.joined(separator: ", "))"))
    }
  }

  struct Count: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Count orders by state, unit, category …, now or as of any instant.",
      discussion: """
        The same instant always gives the same counts, unless somebody records later what happened before it.

        Examples:
          hotline order count --by state
          hotline order count --by unit --as-of 2015-04-01T18:00 --format json
        """)
    @Option(help: "state, kind, unit, category, process, channel or campaign.") var by: OrderBoard.CountKey = .state
    @OptionGroup var filter: BoardFilter
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        let query = filter.query(in: zone, now: workplace.now)
        try await session.catchUpShowingProgress([OrderBoard()], workplace.console)
        let key = by
        let counts = try await session.connection.run { connection in
          try OrderBoard.count(query, by: key, on: connection)
        }
        var clock = WallClock(zone: zone)
        let time = clock.text(query.asOf, .minute)
        let listing = try Listing(
          title: Text(zh: "分组", en: "groups"),
          columns: [
            ListColumn(by.rawValue, by.heading),
            ListColumn("orders", Text(zh: "工单", en: "orders"), .integer),
            ListColumn("overdue", Text(zh: "逾期", en: "overdue"), .integer),
          ], options: output, console: workplace.console, zone: zone,
          notes: [Text(zh: "截至 \(time)", en: "as of \(time)")(workplace.console.language)])
        for count in counts {
          try listing.append([.text(count.value), .integer(count.orders), .integer(count.overdue)])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one order.",
      discussion: """
        Examples:
          hotline order show 10000012
          hotline order show 10000012 --as-of 2015-04-01 --format json
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(parsing: .unconditional, help: "As of this instant.") var asOf: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        let zone = output.zone(office: definitions.calendar.timeZone)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        try await session.catchUpShowingProgress([OrderBoard()], workplace.console)
        guard let row = try await session.connection.run({ try OrderBoard.find(no, asOf: instant, on: $0) }) else {
          throw OfficeError.noSuchOrder(no)
        }
        try Listing.single(
          BoardWords(definitions, output, workplace.console.language).row(row), columns: BoardWords.columns,
          options: output, console: workplace.console, zone: zone)
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what happened to an order: its events.",
      discussion: """
        Example:
          hotline order history 10000012
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let loaded = try await session.load(no)
        let zone = output.zone(office: loaded.calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "事件", en: "events"), columns: EventLine.columns, options: output,
          console: workplace.console, zone: zone)
        for event in loaded.events { try listing.append(EventLine.row(event)) }
        try listing.finish()
      }
    }
  }
}

/// Which orders, and as of when: what every look at the board takes.
struct BoardFilter: ParsableArguments, Sendable {
  @Option(help: "Only orders of a process.") var process: String?
  @Option(help: "Only orders of a unit.") var unit: String?
  @Option(help: "Only orders in a state.") var state: String?
  @Option(help: "Only orders of a kind of state: open, done, closed, cancelled.") var kind: StateKind?
  @Option(help: "Only orders of a category.") var category: String?
  @Option(help: "Only orders of a campaign.") var campaign: String?
  @Option(parsing: .unconditional, help: "As of this instant: 2015-04-01, 2015-04-01T09:00-04:00, now, -3d.")
  var asOf: InstantArgument?
  @Option(help: "Only orders with this in their title, key or category.") var search: String?

  /// Refuses a process, a campaign or a state that the office does not have: an empty list would hide the slip.
  func check(_ definitions: Definitions) throws {
    if let process, definitions.process(ProcessKey(rawValue: process)) == nil {
      throw OfficeError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
    }
    if let campaign, !definitions.campaigns.contains(campaign) {
      throw Self.unknown("--campaign", "活动", "campaign", campaign, definitions.campaigns.sorted())
    }
    let states = Set(definitions.everyVersion.flatMap { $0.states.map(\.key.rawValue) })
    if let state, !states.contains(state) { throw Self.unknown("--state", "状态", "state", state, states.sorted()) }
  }

  private static func unknown(_ option: String, _ zh: String, _ en: String, _ name: String, _ known: [String])
    -> Failure
  {
    Failure(
      .usage,
      Text(
        zh: "\(option)：没有\(zh) \(name)；有 \(known.isEmpty ? "无" : known.joined(separator: "、"))",
        en: "\(option): there is no \(en) \(name); there are \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    )
  }

  func query(in zone: TimeZone, now: Date) -> BoardQuery {
    var query = BoardQuery(asOf: asOf?.date(in: zone, now: now) ?? now)
    query.process = process
    query.unit = unit
    query.state = state
    query.kind = kind
    query.category = category
    query.campaign = campaign
    query.search = search
    return query
  }
}

extension BoardQuery.Sort: ExpressibleByArgument {}
extension OrderBoard.CountKey: ExpressibleByArgument {
  /// What a person calls it.
  var heading: Text {
    switch self {
    case .state: Text(zh: "状态", en: "state")
    case .kind: Text(zh: "性质", en: "kind")
    case .unit: Text(zh: "单位", en: "unit")
    case .category: Text(zh: "类别", en: "category")
    case .process: Text(zh: "流程", en: "process")
    case .channel: Text(zh: "渠道", en: "channel")
    case .campaign: Text(zh: "活动", en: "campaign")
    }
  }
}
extension StateKind: ExpressibleByArgument {}

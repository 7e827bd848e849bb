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
      Board.self, Top.self, Todo.self, Search.self, Feed.self, Supervise.self, List.self, Count.self, Show.self,
      History.self, Why.self, Open.self, Act.self, Dispatch.self, Assign.self, Assist.self, Merge.self, Unmerge.self,
      Split.self, Link.self, Unlink.self, Contacts.self, Edit.self, Reclassify.self, AddNote.self, Attach.self,
      Files.self, Detach.self, Repeat.self, Line.self,
      FilledForm.self, Extend.self, ApproveExtension.self, Reminder.self, Undo.self, Print.self, WriteLetter.self,
    ])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List orders, now or as of any instant.",
      discussion: """
        Overdue as of T: opened at or before T, due before T, and not finished at or before T. The past is answered from \
        what was recorded, the future as if nothing moved.

        Examples:
          hotline order list --overdue --limit 50
          hotline order list --overdue --unit PWDx --as-of 2015-04-01
          hotline order list --unit repairs --cell unsigned
          hotline order list --view late-gas --columns no,title,unit,staff,dueAt
          hotline order list --campaign spring --state no-answer -o targets.xlsx
          hotline order list --sort due --desc --format ndjson
        """)
    @Flag(help: "Only overdue orders, the longest overdue first.") var overdue = false
    @Option(name: .customLong("view"), help: "As a saved view has it; other options narrow it.") var viewName: String?
    @OptionGroup var filter: BoardFilter
    @Option(help: ColumnsArgument.help) var columns: ColumnsArgument?
    @Option(help: "At most so many.") var limit: Int?
    @Option(help: "Sort by no, key, process, category, state, unit, staff, priority, area, opened, due or finished.")
    var sort: BoardQuery.Sort?
    @Flag(name: .customLong("desc"), help: "The largest first.") var isDescending = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        var filter = filter
        var view: SavedView?
        if let viewName {
          view = try await session.view(viewName, of: .orders)
          if let view { filter = try filter.filled(by: view, actor: session.actor) }
        }
        let overdue = overdue || view?.filter["overdue"] == "true"
        try filter.check(definitions)
        var query = filter.query(
          in: output.zone(office: definitions.calendar.timeZone), now: workplace.now,
          for: session, definitions)
        query.overdueOnly = overdue
        query.sort = sort ?? view?.sort.flatMap { BoardQuery.Sort(rawValue: $0) } ?? (overdue ? .due : .no)
        query.isDescending = isDescending || view?.isDescending ?? false
        query.limit = limit ?? view?.limit
        let chosen = columns?.columns ?? view.map { $0.columns.compactMap { BoardColumn(rawValue: $0) } } ?? []
        try await session.catchUpShowingProgress(filter.models, workplace.console)
        let title = overdue ? Text(zh: "逾期工单", en: "overdue orders") : Text(zh: "工单", en: "orders")
        try await OrderListing(title, definitions, output, workplace.console, keys: chosen.isEmpty ? nil : chosen)
          .show(query, in: session)
      }
    }
  }

  struct Count: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "count", abstract: "Count orders by state, unit, category …, now or as of any instant.",
      discussion: """
        The same instant always gives the same counts, unless somebody records later what happened before it.

        Examples:
          hotline order count --by state
          hotline order count --by unit --as-of 2015-04-01T18:00 --format json
        """)
    @Option(help: "state, kind, unit, staff, category, process, channel, area or campaign.") var by:
      OrderBoard.CountKey = .state
    @OptionGroup var filter: BoardFilter
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        let query = filter.query(in: zone, now: workplace.now, for: session, definitions)
        try await session.catchUpShowingProgress(filter.models, workplace.console)
        let key = by
        let (counts, processes) = try await session.connection.run { connection in
          (
            try OrderBoard.count(query, by: key, on: connection),
            try OrderBoard.count(query, by: .process, on: connection).compactMap(\.value)
          )
        }
        let words = definitions.words(output, workplace.console.language)
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
          let value = count.value.map { key.word($0, processes.map { ProcessKey(rawValue: $0) }, words) }
          try listing.append([.text(value), .integer(count.orders), .integer(count.overdue)])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one order.",
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
        let sight = session.sight(definitions)
        let found = try await session.connection.run { try OrderBoard.find(no, asOf: instant, seenBy: sight, on: $0) }
        guard let row = found else {
          // One that the actor may not see says so.
          if session.access.isEnforced { _ = try await session.load(no) }
          throw OfficeError.noSuchOrder(no)
        }
        let words = BoardWords(definitions, output, workplace.console.language, keys: BoardColumn.allCases)
        try Listing.single(
          words.row(row), columns: words.columns, options: output, console: workplace.console, zone: zone)
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "history", abstract: "Show what happened to an order: its events.",
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
        try session.requireWords(of: loaded)
        let zone = output.zone(office: loaded.definitions.calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "事件", en: "events"), columns: EventLine.columns, options: output,
          console: workplace.console, zone: zone)
        for event in loaded.events { try listing.append(EventLine.row(event)) }
        try listing.finish()
      }
    }
  }
}

extension BoardQuery.Sort: ExpressibleByArgument {}
extension OrderBoard.CountKey: ExpressibleByArgument {
  /// What a value is called among orders of some processes.
  fileprivate func word(_ value: String, _ processes: [ProcessKey], _ words: OfficeWords) -> String {
    switch self {
    case .state: words.state(value, ofAny: processes)
    case .kind: StateKind(rawValue: value).map { words.kind($0) } ?? value
    case .process: words.process(ProcessKey(rawValue: value))
    case .channel: words.channel(value) ?? value
    case .campaign: words.campaign(value)
    case .unit, .staff, .area, .category: value
    }
  }

  /// What a person calls it.
  var heading: Text {
    switch self {
    case .state: Text(zh: "状态", en: "state")
    case .kind: Text(zh: "性质", en: "kind")
    case .unit: Text(zh: "单位", en: "unit")
    case .staff: Text(zh: "承办人", en: "staff")
    case .area: Text(zh: "区域", en: "area")
    case .category: Text(zh: "类别", en: "category")
    case .process: Text(zh: "流程", en: "process")
    case .channel: Text(zh: "渠道", en: "channel")
    case .campaign: Text(zh: "活动", en: "campaign")
    }
  }
}
extension StateKind: ExpressibleByArgument {}

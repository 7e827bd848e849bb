import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// Which orders, and as of when: what every look at the board takes.
struct BoardFilter: ParsableArguments, Sendable {
  @Option(help: "Only orders of a process.") var process: String?
  @Option(parsing: .unconditional, help: "Only orders of a unit, or with - those that nobody has.") var unit: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only orders of a cell of the board: open, unsigned, running, returned, today or overdue, perhaps behind a unit: repairs/overdue.",
      valueName: "cell"))
  var cell: CellArgument?
  @Option(help: "Only orders in a state.") var state: String?
  @Option(help: "Only orders of a kind of state: open, done, closed, cancelled.") var kind: StateKind?
  @Option(help: "Only orders of a category.") var category: String?
  @Option(help: "Only orders of a campaign.") var campaign: String?
  @Option(help: "Only orders that a member of staff has.") var staff: String?
  @Option(help: "Only orders as urgent as this, or more: low, normal, high, urgent.") var priority: OrderPriority?
  @Option(help: "Only orders of an area.") var area: String?
  @Option(help: "Only orders that follow from this one.", transform: OrderNumber.init(parsing:)) var parent:
    OrderNumber?
  @Option(help: "Only orders that this unit helps with.") var assist: String?
  @Option(help: "Only orders that came in this way: phone, web, letter …") var channel: String?
  @Option(parsing: .unconditional, help: "Only orders opened at this instant or later.")
  var openedFrom: InstantArgument?
  @Option(parsing: .unconditional, help: "Only orders opened before this instant.") var openedTo: InstantArgument?
  @Option(help: "Only orders with these words anywhere, as order search finds them.") var words: String?
  @Option(parsing: .unconditional, help: "As of this instant: 2015-04-01, 2015-04-01T09:00-04:00, now, -3d.")
  var asOf: InstantArgument?
  @Option(help: "Only orders with this in their title, key or category.") var search: String?

  /// Refuses a process, a campaign or a state that the office does not have: an empty list would hide the slip.
  func check(_ definitions: Definitions) throws {
    if let words, TextQuery(words) == nil { throw Failure.nothingToSearch(words) }
    if let process, definitions.process(ProcessKey(rawValue: process)) == nil {
      throw OfficeError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
    }
    if let campaign, !definitions.campaigns.contains(campaign) {
      throw Self.unknown("--campaign", "活动", "campaign", campaign, definitions.campaigns.sorted())
    }
    let states = Set(definitions.everyVersion.flatMap { $0.states.map(\.key.rawValue) })
    if let state, !states.contains(state) { throw Self.unknown("--state", "状态", "state", state, states.sorted()) }
  }

  /// The read models that the query asks.
  var models: [any Projection] { words == nil ? [OrderBoard()] : [OrderBoard(), OrderTexts()] }

  private static func unknown(_ option: String, _ zh: String, _ en: String, _ name: String, _ known: [String])
    -> Failure
  {
    Failure(
      .usage,
      .unknown(Text(zh: "\(option)：没有\(zh) \(name)", en: "\(option): there is no \(en) \(name)"), name, in: known))
  }

  /// - Parameter sight: what whoever asks may see.
  func query(in zone: TimeZone, now: Date, seenBy sight: OrderSight) -> BoardQuery {
    var query = BoardQuery(asOf: asOf?.date(in: zone, now: now) ?? now)
    query.sight = sight
    query.process = process
    query.cell = cell?.cell
    query.dayEnd = query.asOf.endOfDay(in: zone)
    query.units = (cell?.unit ?? unit).map { $0 == "-" ? .nobody : .these([$0]) } ?? .any
    query.state = state
    query.kind = kind
    query.category = category
    query.campaign = campaign
    query.staff = staff
    query.priority = priority
    query.area = area
    query.parent = parent
    query.assist = assist
    query.channel = channel
    query.openedFrom = openedFrom?.date(in: zone, now: now)
    query.openedUntil = openedTo?.date(in: zone, now: now)
    query.search = search
    query.text = words.flatMap { TextQuery($0) }
    return query
  }
}

extension OrderPriority: ExpressibleByArgument {}

/// A cell of the board: `overdue`, `repairs/overdue`, `-/unsigned` for orders that nobody has.
struct CellArgument: ExpressibleByArgument, Sendable, Equatable {
  let unit: String?
  let cell: BoardCell

  init?(argument: String) {
    // A unit's code may hold a slash; a cell does not.
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, let cell = BoardCell(rawValue: String(last)) else { return nil }
    self.cell = cell
    unit = parts.count > 1 ? parts.dropLast().joined(separator: "/") : nil
    if unit?.isEmpty == true { return nil }
  }

  static var allValueStrings: [String] { BoardCell.allCases.map(\.rawValue) }
}

extension Failure {
  /// Words without a letter, a digit or a character.
  static func nothingToSearch(_ words: String) -> Failure {
    Failure(
      .usage,
      Text(
        zh: "“\(words)”：没有可查找的字；请写出标题、地址或内容中的词",
        en: "\"\(words)\": there is nothing in it to look for; write a word of the title, the address or what was said")
    )
  }
}

extension Date {
  /// The first instant of the next day on the wall of a zone.
  func endOfDay(in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let start = calendar.startOfDay(for: self)
    return calendar.date(byAdding: .day, value: 1, to: start) ?? start.addingTimeInterval(86_400)
  }
}

extension BoardFilter {
  /// The conditions that a saved view may have, by name; each is what the option of that name says.
  static let names = [
    "process", "unit", "cell", "state", "kind", "category", "campaign", "channel", "staff", "priority", "area",
    "assist",
    "search", "words", "overdue",
  ]

  /// With the conditions of a view, where no option says otherwise.
  ///
  /// - Parameter actor: whom `staff: me` means.
  /// - Throws: a `Failure` for a value that its option would refuse.
  func filled(by view: SavedView, actor: String) throws -> BoardFilter {
    var filter = self
    func value(_ name: String) -> String? { view.filter[name] }
    func choice<T>(_ name: String, _ read: (String) -> T?) throws -> T? {
      guard let text = value(name) else { return nil }
      guard let choice = read(text) else {
        throw Failure(
          .usage,
          Text(
            zh: "视图 \(view.key)：\(name) 不能是 \(text)；请修改后重新发布",
            en: "view \(view.key): \(text) is no \(name); mend the view and publish it again"))
      }
      return choice
    }
    filter.process = process ?? value("process")
    filter.unit = unit ?? value("unit")
    filter.cell = try cell ?? choice("cell") { CellArgument(argument: $0) }
    filter.state = state ?? value("state")
    filter.kind = try kind ?? choice("kind") { StateKind(rawValue: $0) }
    filter.category = category ?? value("category")
    filter.campaign = campaign ?? value("campaign")
    filter.channel = channel ?? value("channel")
    filter.staff = staff ?? value("staff").map { $0 == "me" ? actor : $0 }
    filter.priority = try priority ?? choice("priority") { OrderPriority(rawValue: $0) }
    filter.area = area ?? value("area")
    filter.assist = assist ?? value("assist")
    filter.search = search ?? value("search")
    filter.words = words ?? value("words")
    return filter
  }

  /// The conditions given as options, as a view keeps them; without instants, which would grow old in it.
  var conditions: [String: String] {
    let given: [String: String?] = [
      "process": process, "unit": unit, "cell": cell.map { $0.text }, "state": state, "kind": kind?.rawValue,
      "category": category, "campaign": campaign, "channel": channel, "staff": staff, "priority": priority?.rawValue,
      "area": area, "assist": assist, "search": search, "words": words,
    ]
    return given.compactMapValues { $0 }
  }
}

extension CellArgument {
  /// As it is written.
  var text: String { unit.map { "\($0)/\(cell.rawValue)" } ?? cell.rawValue }
}

/// Columns as they are written behind `--columns`: `no,title,dueAt`.
struct ColumnsArgument: ExpressibleByArgument, Sendable, Equatable {
  let columns: [BoardColumn]

  init(_ columns: [BoardColumn]) { self.columns = columns }

  init?(argument: String) {
    let names = argument.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    let columns = names.compactMap { BoardColumn(rawValue: $0) }
    guard !columns.isEmpty, columns.count == names.count else { return nil }
    self.columns = columns
  }

  static var help: ArgumentHelp {
    ArgumentHelp(
      "The columns, in this order: \(BoardColumn.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "a,b,c")
  }
}
